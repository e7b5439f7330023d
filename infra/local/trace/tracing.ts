import type { Authorizer } from '../authorizer.ts';
import type { Credentials } from '../credentials.ts';
import type { MadeSignature } from '../http-api/signature-v4.ts';
import type { RoleSession } from '../roles.ts';
import type { ExplainedRefusal } from '../why/explanation.ts';
import { addCallerSteps } from './caller-steps.ts';
import type { KeptTraces } from './kept-traces.ts';
import { createRecordings } from './recording.ts';
import { redactCanonicalRequest } from './redact.ts';
import { traceApi } from './trace-api.ts';
import { traceFiles } from './trace-files.ts';
import { traceFunctions } from './trace-functions.ts';
import { tracePools } from './trace-pools.ts';
import { traceSts } from './trace-sts.ts';
import { traceTable } from './trace-table.ts';
import { addRequestStep, createTraces } from './traces.ts';
import type { TracingParts } from './tracing-parts.ts';
import { watchAuthorizer, watchCredentials } from './watched-iam.ts';

export interface TracingOptions extends Pick<TracingParts, 'identityPolicy'> {
  readonly authorizer: Authorizer;
  readonly credentials: Credentials;
  readonly roles: Credentials<RoleSession>;
  readonly findEmail: (sub: string) => Promise<string | undefined>;
  /** The clock of the pools, by which credentials are issued and expire. Epoch milliseconds. */
  readonly now: () => number;
}

export type Tracing = ReturnType<typeof createTracing>;

/**
 * Creates a recorder of the requests that the stack serves. It sits between the parts, and each part works as it does
 * without it.
 */
export const createTracing = (options: TracingOptions) => {
  const { identityPolicy, findEmail, now } = options;
  const recordings = createRecordings();
  const traces = createTraces(findEmail);
  const authorizer = watchAuthorizer(options.authorizer, recordings);
  const users = watchCredentials(options.credentials, recordings, now, addRequestStep);
  const roles = watchCredentials(options.roles, recordings, now);
  const parts: TracingParts = { recordings, traces, users, roles, identityPolicy };

  return {
    authorizer: {
      ...authorizer,
      invokeRoute: (identity, call) => {
        const recording = recordings.here();
        if (recording !== undefined) addCallerSteps(recording, users.issued);
        return authorizer.invokeRoute(identity, call);
      },
    } satisfies Authorizer,
    credentials: users.credentials,
    roles: roles.credentials,
    kept: traces as KeptTraces,
    explain: (refusal: ExplainedRefusal) => traces.explain(refusal),
    onSigned: (made: MadeSignature): void => {
      const recording = recordings.here();
      if (recording === undefined) return;
      recording.signature = { ...made, canonicalRequest: redactCanonicalRequest(made.canonicalRequest) };
    },
    ...traceApi(parts),
    ...traceFunctions(parts),
    ...traceFiles(parts),
    ...traceTable(parts),
    ...traceSts(parts),
    ...tracePools(parts),
  };
};
