import type { RequestListener } from 'node:http';
import type { OpenedSession, Principal } from '../credentials.ts';
import type { AnsweredByTable } from '../dynamodb/gate.ts';
import { credentialsStep, describeUser } from './caller-steps.ts';
import { createTableCall, isRoleSession } from './calls.ts';
import { addStep, record } from './recording.ts';
import type { TracingParts } from './tracing-parts.ts';

export const traceTable = ({ recordings, traces, users, roles }: TracingParts) => ({
  table: (listener: RequestListener) => record(recordings, listener),

  onTableAnswered: (answered: AnsweredByTable): void => {
    const recording = recordings.here();
    const who = recording?.judged.at(-1)?.who;
    // Requests that whoever runs the stack signs with long-term keys belong to no chain.
    if (recording === undefined || who === undefined) return;
    const call = createTableCall(recording, answered, roles.issued);
    if (isRoleSession(who)) {
      traces.attach(recording, call);
      return;
    }
    if (recording.opened !== undefined)
      addStep(recording, credentialsStep(recording.opened as OpenedSession<Principal>, users.issued));
    addStep(recording, call);
    const { status, operation, asked } = answered;
    const path = String(asked.TableName ?? '');
    // Requests from the console have an id, by which they are found; no other client names its row.
    const { calledBy = '' } = recording;
    const named = /^console-[\da-f-]{36}$/.test(calledBy) ? { requestId: calledBy } : {};
    traces.end(recording, {
      ...named,
      kind: 'table',
      status,
      method: operation,
      path,
      who: describeUser(who as Principal),
    });
  },
});
