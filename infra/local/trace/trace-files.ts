import type { RequestListener } from 'node:http';
import type { Principal } from '../credentials.ts';
import type { RoleSession } from '../roles.ts';
import type { S3Exchange } from '../s3/s3.ts';
import { addCallerSteps, describeUser } from './caller-steps.ts';
import { createFilesCall, isRoleSession } from './calls.ts';
import { addStep, record } from './recording.ts';
import { redactRecord } from './redact.ts';
import { addRequestStep } from './traces.ts';
import type { TracingParts } from './tracing-parts.ts';

type Answered = S3Exchange<Principal | RoleSession>;

export const traceFiles = ({ recordings, traces, users }: TracingParts) => ({
  files: (listener: RequestListener) => record(recordings, listener),

  onFilesAnswered: ({ principal, operation, status, headers, requestId }: Answered): void => {
    const recording = recordings.here();
    if (recording === undefined) return;
    if (isRoleSession(principal)) {
      traces.attach(recording, createFilesCall(recording, operation ?? 'unknown', status, requestId));
      return;
    }
    addRequestStep(recording);
    addCallerSteps(recording, users.issued);
    for (const { permission } of recording.judged) addStep(recording, { kind: 'Permission', of: 'caller', permission });
    addStep(recording, { kind: 'Answer', status, headers: redactRecord(headers) });
    traces.end(recording, { kind: 'files', status, requestId, who: principal && describeUser(principal) });
  },
});
