import type { RequestListener } from 'node:http';
import type { Principal, Session } from '../credentials.ts';
import type { AnsweredByTable } from '../dynamodb/gate.ts';
import { credentialsStep, whoOf } from './caller-steps.ts';
import { isRoleSession, tableCall } from './calls.ts';
import { recorded, step } from './recording.ts';
import type { TracingParts } from './tracing-parts.ts';

export const traceTable = ({ recordings, traces, users, roles }: TracingParts) => ({
  table: (listener: RequestListener) => recorded(recordings, listener),

  onTableAnswered: (answered: AnsweredByTable): void => {
    const recording = recordings.here();
    const who = recording?.judged?.who;
    // What whoever runs the stack asks by long-term keys is nobody's chain.
    if (recording === undefined || who === undefined) return;
    const call = tableCall(recording, answered, roles.issued);
    if (isRoleSession(who)) {
      traces.attach(recording, call);
      return;
    }
    if (recording.opened !== undefined)
      step(recording, credentialsStep(recording.opened as Session<Principal>, users.issued));
    step(recording, call);
    const { status, operation, asked } = answered;
    const path = String(asked.TableName ?? '');
    // What the console sends has a name, to be found by; nobody else names a row.
    const { calledBy = '' } = recording;
    const named = /^console-[\da-f-]{36}$/.test(calledBy) ? { requestId: calledBy } : {};
    traces.end(recording, { ...named, kind: 'table', status, method: operation, path, who: whoOf(who as Principal) });
  },
});
