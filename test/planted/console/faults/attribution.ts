import type { OpenedSession, Principal } from '../../../../infra/local/credentials.ts';
import type { RoleSession } from '../../../../infra/local/roles.ts';
import type { WatchedCredentials } from '../../../../infra/local/trace/watched-iam.ts';
import { type ConsoleFaults, faultsOf } from '../fault.ts';

const calls = faultsOf<typeof import('../../../../infra/local/trace/calls.ts')>('infra/local/trace/calls.ts');
const table = faultsOf<typeof import('../../../../infra/local/trace/trace-table.ts')>(
  'infra/local/trace/trace-table.ts',
);
const functions = faultsOf<typeof import('../../../../infra/local/trace/trace-functions.ts')>(
  'infra/local/trace/trace-functions.ts',
);
const iam = faultsOf<typeof import('../../../../infra/local/trace/watched-iam.ts')>('infra/local/trace/watched-iam.ts');
const callers = faultsOf<typeof import('../../../../infra/local/trace/caller-steps.ts')>(
  'infra/local/trace/caller-steps.ts',
);
const recordings = faultsOf<typeof import('../../../../infra/local/trace/recording.ts')>(
  'infra/local/trace/recording.ts',
);
const api = faultsOf<typeof import('../../../../infra/local/trace/trace-api.ts')>('infra/local/trace/trace-api.ts');

const byTheHeader = 'the runtime’s trace header brings nobody’s calls into somebody else’s trace';
const whoeversKey = 'a request with an invalid signature is nobody’s, whichever key it names';

const permission = {
  allowed: true,
  sentence: '',
  principal: '',
  action: '',
  resource: '',
  context: [],
  statements: [],
};
const aSession: RoleSession = { roleArn: '', sessionName: '', tags: {} };

/** Faults by which a call, a session or a user is shown with a request that is not its own. */
export const attributionFaults: ConsoleFaults = {
  'the header of a user who asks the table is believed': calls.around(
    'isRoleSession',
    byTheHeader,
    () =>
      (who): who is RoleSession =>
        who !== undefined,
  ),
  'the header of somebody who runs the stack is believed': table.aroundMaker(
    'traceTable',
    byTheHeader,
    (trace) => (parts) => {
      const sound = trace(parts);
      return {
        ...sound,
        onTableAnswered: (answered) => {
          const recording = parts.recordings.here();
          if (recording?.calledBy !== undefined && recording.judged.length === 0)
            recording.judged.push({ permission, who: aSession });
          sound.onTableAnswered(answered);
        },
      };
    },
  ),
  'a function is called in the name of the header that the client sent': functions.aroundMaker(
    'traceFunctions',
    'a client that sends the runtime’s trace header has its calls in its own trace',
    (trace) => (parts) => {
      const sound = trace(parts);
      return {
        ...sound,
        invoked: (functionName, event, invoke) =>
          sound.invoked(functionName, event, (id) => invoke(parts.recordings.here()?.calledBy ?? id)),
      };
    },
  ),
  'a session counts as taken in the request to STS, not in the one that it is for': iam.aroundMaker(
    'watchCredentials',
    'a role session is shown as taken in the request that it was taken for',
    (watch) =>
      <P>(...watched: Parameters<typeof watch<P>>): WatchedCredentials<P> => {
        const { issued, credentials } = watch(...watched);
        const [, recordings] = watched;
        const requests = new Map<string, string | undefined>();
        return {
          issued: (accessKeyId) => {
            const sound = issued(accessKeyId);
            return sound && { ...sound, in: requests.get(accessKeyId) };
          },
          credentials: {
            ...credentials,
            issue: (principal, expiration) => {
              const made = credentials.issue(principal, expiration);
              requests.set(made.accessKeyId, recordings.here()?.id);
              return made;
            },
          },
        };
      },
  ),
  'a decision of IAM takes the place of the one before': recordings.around(
    'addJudged',
    'each decision of IAM about a request to S3 is shown, and a row says if one of them was a denial',
    (add) => (recording, decision) => {
      recording.judged.splice(0);
      add(recording, decision);
    },
  ),
  'credentials are shown for whichever token was opened': callers.around(
    'addCallerSteps',
    whoeversKey,
    (addSteps) => (recording, issued) => {
      addSteps(recording, issued);
      const { signature } = recording;
      if (signature !== undefined) addSteps({ ...recording, signature: { ...signature, matches: true } }, issued);
    },
  ),
  'a request belongs to whoever’s token was opened': api.aroundMaker('traceApi', whoeversKey, (trace) => (parts) => {
    const sound = trace(parts);
    return {
      ...sound,
      onAnswered: (answered) => {
        const opened = parts.recordings.here()?.opened as OpenedSession<Principal> | undefined;
        sound.onAnswered({ ...(opened && { principal: opened.principal }), ...answered });
      },
    };
  }),
};
