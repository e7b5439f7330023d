import type { RequestListener } from 'node:http';
import { callerOf, type IdentityPolicy } from '../../../src/adapters/api-gateway/caller.ts';
import type { Authorizer } from '../authorizer.ts';
import type { DoneOperation } from '../cognito/endpoint.ts';
import { type Credentials, type Principal, type Session, subOf } from '../credentials.ts';
import type { AnsweredByTable } from '../dynamodb/gate.ts';
import type { AnsweredRequest } from '../http-api/http-api.ts';
import type { MadeSignature } from '../http-api/signature-v4.ts';
import type { RoleSession } from '../roles.ts';
import type { AnsweredByS3 } from '../s3/s3.ts';
import type { ExplainedRefusal } from '../why/explanation.ts';
import { filesCall, isRoleSession, roleCall, tableCall } from './calls.ts';
import type { KeptTraces } from './kept-traces.ts';
import { poolStepOf } from './pool-step.ts';
import { newRecording, type Recording, recorded, recordings, step } from './recording.ts';
import { shownCanonicalRequest, shownJson, shownRecord, shownText } from './shown.ts';
import type { CredentialsStep, Who } from './trace.ts';
import { stepOfRequest, traces } from './traces.ts';
import { watchedAuthorizer, watchedCredentials } from './watched-iam.ts';

export interface TracingOptions {
  readonly authorizer: Authorizer;
  readonly credentials: Credentials;
  readonly roles: Credentials<RoleSession>;
  /** How the functions find the owner. */
  readonly identityPolicy: IdentityPolicy;
  readonly emailOf: (sub: string) => Promise<string | undefined>;
  /** Of the pools, by which credentials are issued and expire. Epoch milliseconds. */
  readonly now: () => number;
}

export type Tracing = ReturnType<typeof tracing>;

/** Records what the stack serves: what stands here is put between the parts, and each part works as it does without. */
export const tracing = (options: TracingOptions) => {
  const all = recordings();
  const { here } = all;
  const kept = traces(options.emailOf);
  const authorizer = watchedAuthorizer(options.authorizer, all);
  const users = watchedCredentials(options.credentials, all, options.now, stepOfRequest);
  const roles = watchedCredentials(options.roles, all, options.now);

  /** Who signed, and by what: known once a policy is looked at, as nobody else is asked about. */
  const signed = (recording: Recording): void => {
    const { signature, opened } = recording;
    if (signature !== undefined && !recording.steps.some(({ kind }) => kind === 'Signature'))
      step(recording, { kind: 'Signature', ...signature });
    if (
      opened !== undefined &&
      signature?.matches === true &&
      !recording.steps.some(({ kind }) => kind === 'Credentials')
    )
      step(recording, credentialsStep(opened as Session<Principal>, users.issued(opened.accessKeyId)?.time));
  };

  const invoked = async <T>(
    functionName: string,
    event: unknown,
    invoke: (traceId?: string) => Promise<T>,
  ): Promise<T> => {
    const recording = here();
    if (recording === undefined) return invoke();
    const at = recording.stepped;
    const index = recording.steps.length;
    step(recording, { kind: 'Event', functionName, event: shownJson(event) });
    callerOf(event, options.identityPolicy).map(({ owner }) =>
      step(recording, { kind: 'Owner', owner, from: options.identityPolicy.owner }),
    );
    try {
      return await invoke(recording.id);
    } finally {
      const milliseconds = performance.now() - recording.began - at;
      const begun = recording.steps[index];
      if (begun !== undefined) recording.steps[index] = { ...begun, milliseconds };
      recording.stepped = at + milliseconds;
    }
  };

  return {
    authorizer: {
      ...authorizer,
      invokeRoute: (identity, call) => {
        const recording = here();
        if (recording !== undefined) signed(recording);
        return authorizer.invokeRoute(identity, call);
      },
    } satisfies Authorizer,
    credentials: users.credentials,
    roles: roles.credentials,
    kept: kept as KeptTraces,
    explain: (refusal: ExplainedRefusal) => kept.explain(refusal),
    onSigned: (made: MadeSignature): void => {
      const recording = here();
      if (recording === undefined) return;
      const canonicalRequest = shownCanonicalRequest(made.canonicalRequest);
      recording.signature = { ...made, canonicalRequest };
    },

    api: (listener: RequestListener) =>
      recorded(all, (request, response) => {
        const recording = here();
        if (recording === undefined) return;
        kept.begin(recording);
        response.on('close', () => {
          if (!request.complete && !response.writableEnded) kept.drop(recording);
        });
        return listener(request, response);
      }),
    onAnswered: ({ request, principal, response, status, requestId }: AnsweredRequest): void => {
      const recording = here();
      if (recording === undefined) return;
      stepOfRequest(recording);
      signed(recording);
      const { steps } = recording;
      const [first] = steps;
      if (first?.kind === 'Request' && request !== undefined && request.body.length > 0)
        steps[0] = { ...first, body: shownText(request.body) };
      const { headers, body } = response;
      step(recording, { kind: 'Answer', status, headers: shownRecord(headers), body: shownText(body) });
      kept.end(recording, { kind: 'api', status, requestId, who: principal && whoOf(principal) });
    },
    invoked,

    files: (listener: RequestListener) => recorded(all, listener),
    onFilesAnswered: ({
      principal,
      operation,
      status,
      headers,
      requestId,
    }: AnsweredByS3<Principal | RoleSession>): void => {
      const recording = here();
      if (recording === undefined) return;
      if (isRoleSession(principal)) {
        kept.attach(recording, filesCall(recording, operation ?? 'unknown', status, requestId));
        return;
      }
      stepOfRequest(recording);
      signed(recording);
      if (recording.judged !== undefined)
        step(recording, { kind: 'Permission', of: 'caller', permission: recording.judged.permission });
      step(recording, { kind: 'Answer', status, headers: shownRecord(headers) });
      kept.end(recording, { kind: 'files', status, requestId, who: principal && whoOf(principal) });
    },

    table: (listener: RequestListener) => recorded(all, listener),
    onTableAnswered: (answered: AnsweredByTable): void => {
      const recording = here();
      const who = recording?.judged?.who;
      // What whoever runs the stack asks by long-term keys is nobody's chain.
      if (recording === undefined || who === undefined) return;
      const call = tableCall(recording, answered, roles.issued);
      if (isRoleSession(who)) {
        kept.attach(recording, call);
        return;
      }
      const principal = who as Principal;
      if (recording.opened !== undefined)
        step(recording, credentialsStep(recording.opened as Session<Principal>, users.issued(call.accessKeyId)?.time));
      step(recording, call);
      const { status, operation, asked } = answered;
      const path = String(asked.TableName ?? '');
      // What the console sends has a name, to be found by; nobody else names a row.
      const named = /^console-[\da-f-]{36}$/.test(recording.calledBy ?? '')
        ? { requestId: `${recording.calledBy}` }
        : {};
      kept.end(recording, { ...named, kind: 'table', status, method: operation, path, who: whoOf(principal) });
    },

    sts: (listener: RequestListener) =>
      recorded(all, (request, response) => {
        const recording = here();
        // Before the function has the answer, and goes on.
        response.on('prefinish', () => {
          // Whoever is asked about has signed, and only roles ask here.
          if (recording?.judged !== undefined) kept.attach(recording, roleCall(recording, response.statusCode));
        });
        return listener(request, response);
      }),

    onOperation: (done: DoneOperation): void => {
      const recording = newRecording({ method: 'POST', url: '/', rawHeaders: [] });
      const { method, path, who, step: made } = poolStepOf(done);
      const began = recording.began - done.milliseconds;
      step({ ...recording, began }, made, 0);
      const isRefused = 'refusal' in done.outcome;
      kept.end({ ...recording, began }, { kind: 'pools', method, path, who, status: isRefused ? 400 : 200 });
    },

    /** Records an invocation that no request is the reason for. */
    scheduled: <T>(functionName: string, work: () => Promise<T>): Promise<T> => {
      const recording = newRecording({ method: 'Schedule', url: functionName, rawHeaders: [] });
      return all.run(recording, async () => {
        kept.begin(recording);
        let isRefused = true;
        try {
          const result = await work();
          isRefused = false;
          return result;
        } finally {
          kept.end(recording, { kind: 'schedule', isRefused });
        }
      });
    },
  };
};

const credentialsStep = (
  { principal, accessKeyId, expiration }: Session<Principal>,
  issued: number | undefined,
): CredentialsStep => {
  const { identityId, sub } = whoOf(principal);
  return {
    ...{ kind: 'Credentials', accessKeyId, expires: new Date(expiration).toISOString() },
    identityId: identityId ?? '',
    ...(issued !== undefined && { issued: new Date(issued).toISOString() }),
    ...(sub !== undefined && { sub }),
  };
};

/** Both ids of a user; a guest has one. */
const whoOf = (principal: Principal): Who => {
  const sub = subOf(principal);
  return { identityId: principal.identityId, ...(sub !== undefined && { sub }) };
};
