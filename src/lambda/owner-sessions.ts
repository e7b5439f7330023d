import type { Caller } from '../adapters/api-gateway/caller.ts';
import type { SessionCredentials } from '../aws/credentials.ts';
import type { AssumeRole } from '../aws/sts.ts';

export interface OwnerSessionsOptions {
  readonly assumeRole: AssumeRole;
  /** The role that reaches the items of the owner that its session is tagged with, and no others. */
  readonly roleArn: string;
}

/**
 * Creates sessions of the data role, tagged with the caller's owner. The tag is the owner of a `Caller`, which only the
 * event's identity determines: there is no other way to choose it.
 *
 * A session lasts an hour, the maximum for role chaining [IAM User Guide, "Methods to assume a role", role chaining].
 */
export const createOwnerSessions =
  ({ assumeRole, roleArn }: OwnerSessionsOptions) =>
  ({ owner }: Caller): Promise<SessionCredentials> =>
    assumeRole({ roleArn, name: sessionName(owner), seconds: 3600, tags: { owner } });

/**
 * Returns the session name that CloudTrail shows: at most 64 of a few characters, of which `:` is not one [AWS STS API
 * Reference, "AssumeRole"].
 */
const sessionName = (owner: string): string => owner.replace(/[^\w+=,.@-]/g, '.').slice(0, 64);
