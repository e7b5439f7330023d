import type { Authorizer, Judgement, NotJudged } from '../authorizer.ts';
import type { Credentials } from '../credentials.ts';
import { describePermission } from './permission.ts';
import { addJudged, addStep, type Recording, type Recordings } from './recording.ts';

/** Wraps an authorizer so that its decisions are recorded with the request that they are about. */
export const watchAuthorizer = (authorizer: Authorizer, { here }: Recordings): Authorizer => {
  const noted = <T extends Judgement | NotJudged>(judgement: T, who: unknown): T => {
    const recording = here();
    if (recording !== undefined) addJudged(recording, { permission: describePermission(judgement), who });
    return judgement;
  };
  /** Notes each of several decisions: a copy is about two files. */
  const eachNoted = <T extends Judgement | NotJudged>(judgement: T, who: unknown): T => {
    const several = 'several' in judgement ? (judgement.several ?? []) : [];
    for (const each of several.length === 0 ? [judgement] : several) noted(each, who);
    return judgement;
  };
  const asStep = <T extends Judgement | NotJudged>(judgement: T, of: 'caller' | 'api' | 'schedule'): T => {
    const recording = here();
    if (recording !== undefined)
      addStep(recording, { kind: 'Permission', of, permission: describePermission(judgement) });
    return judgement;
  };
  return {
    invokeRoute: (identity, call) => asStep(authorizer.invokeRoute(identity, call), 'caller'),
    invokeFunction: (...asked) => asStep(authorizer.invokeFunction(...asked), 'api'),
    invokeBySchedule: (...asked) => asStep(authorizer.invokeBySchedule(...asked), 'schedule'),
    takeRole: (session, roleArn, tags) => {
      const recording = here();
      if (recording !== undefined) recording.taking = { roleArn, tags };
      return noted(authorizer.takeRole(session, roleArn, tags), session);
    },
    takeRoleOfPool: (identity) => noted(authorizer.takeRoleOfPool(identity), identity),
    askTable: (session, ...asked) => noted(authorizer.askTable(session, ...asked), session),
    askTableAsUser: (identity, ...asked) => noted(authorizer.askTableAsUser(identity, ...asked), identity),
    askBucket: (session, ...asked) => eachNoted(authorizer.askBucket(session, ...asked), session),
    askBucketAsUser: (identity, ...asked) => eachNoted(authorizer.askBucketAsUser(identity, ...asked), identity),
  };
};

/** Access keys whose time of issue is remembered. */
const most = 1000;

export interface WatchedCredentials<P> {
  readonly credentials: Credentials<P>;
  /** Returns when an access key was issued, in epoch milliseconds, and in which request; only recent keys are known. */
  readonly issued: (accessKeyId: string) => { readonly time: number; readonly in: string | undefined } | undefined;
}

/** Wraps credentials so that sessions that are opened or issued are recorded with the request that they are for. */
export const watchCredentials = <P>(
  credentials: Credentials<P>,
  recordings: Recordings,
  now: () => number,
  onOpen: (recording: Recording) => void = () => {},
): WatchedCredentials<P> => {
  const known = new Map<string, { time: number; in: string | undefined }>();
  return {
    issued: (accessKeyId) => known.get(accessKeyId),
    credentials: {
      ...credentials,
      issue: (principal, expiration) => {
        const issued = credentials.issue(principal, expiration);
        const recording = recordings.here();
        if (recording !== undefined) recording.issued = { accessKeyId: issued.accessKeyId, expiration };
        known.set(issued.accessKeyId, { time: now(), in: recording?.calledBy ?? recording?.id });
        if (known.size > most) known.delete(known.keys().next().value ?? '');
        return issued;
      },
      open: (sessionToken) => {
        const session = credentials.open(sessionToken);
        const recording = recordings.here();
        if (session !== undefined && recording !== undefined) {
          recording.opened = session;
          onOpen(recording);
        }
        return session;
      },
    },
  };
};
