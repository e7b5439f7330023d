import { type OpenedSession, type Principal, subOf } from '../credentials.ts';
import { addStep, type Recording } from './recording.ts';
import type { CredentialsStep, Who } from './trace.ts';
import type { WatchedCredentials } from './watched-iam.ts';

type Issued = WatchedCredentials<Principal>['issued'];

/**
 * Adds the signature and the credentials of the caller. Both are known once IAM judges a request, since it judges only
 * callers with a valid signature.
 */
export const addCallerSteps = (recording: Recording, issued: Issued): void => {
  const { signature, opened, steps } = recording;
  const has = (kind: string) => steps.some((each) => each.kind === kind);
  if (signature !== undefined && !has('Signature')) addStep(recording, { kind: 'Signature', ...signature });
  if (opened !== undefined && signature?.matches === true && !has('Credentials'))
    addStep(recording, credentialsStep(opened as OpenedSession<Principal>, issued));
};

export const credentialsStep = (
  { principal, accessKeyId, expiration }: OpenedSession<Principal>,
  issued: Issued,
): CredentialsStep => {
  const { identityId, sub } = describeUser(principal);
  const time = issued(accessKeyId)?.time;
  return {
    ...{ kind: 'Credentials', accessKeyId, expires: new Date(expiration).toISOString() },
    identityId: identityId ?? '',
    ...(time !== undefined && { issued: new Date(time).toISOString() }),
    ...(sub !== undefined && { sub }),
  };
};

/** Returns both ids of a user; a guest has no `sub`. */
export const describeUser = (principal: Principal): Who => {
  const sub = subOf(principal);
  return { identityId: principal.identityId, ...(sub !== undefined && { sub }) };
};
