import type { RequestListener } from 'node:http';
import type { Principal } from '../credentials.ts';
import type { RoleSession } from '../roles.ts';
import type { AnsweredByS3 } from '../s3/s3.ts';
import { addCallerSteps, whoOf } from './caller-steps.ts';
import { filesCall, isRoleSession } from './calls.ts';
import { recorded, step } from './recording.ts';
import { shownRecord } from './shown.ts';
import { stepOfRequest } from './traces.ts';
import type { TracingParts } from './tracing-parts.ts';

type Answered = AnsweredByS3<Principal | RoleSession>;

export const traceFiles = ({ recordings, traces, users }: TracingParts) => ({
  files: (listener: RequestListener) => recorded(recordings, listener),

  onFilesAnswered: ({ principal, operation, status, headers, requestId }: Answered): void => {
    const recording = recordings.here();
    if (recording === undefined) return;
    if (isRoleSession(principal)) {
      traces.attach(recording, filesCall(recording, operation ?? 'unknown', status, requestId));
      return;
    }
    stepOfRequest(recording);
    addCallerSteps(recording, users.issued);
    if (recording.judged !== undefined)
      step(recording, { kind: 'Permission', of: 'caller', permission: recording.judged.permission });
    step(recording, { kind: 'Answer', status, headers: shownRecord(headers) });
    traces.end(recording, { kind: 'files', status, requestId, who: principal && whoOf(principal) });
  },
});
