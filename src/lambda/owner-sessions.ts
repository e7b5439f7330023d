import type { Caller } from '../adapters/api-gateway/caller.ts';
import type { SessionCredentials } from '../aws/credentials.ts';
import type { AssumeRole } from '../aws/sts.ts';

export interface OwnerSessionsOptions {
  readonly assumeRole: AssumeRole;
  /** The role that reaches the items of the owner that its session is tagged with, and no others. */
  readonly roleArn: string;
}

/**
 * Sessions of the data role with the caller's owner as their tag. The tag is the owner of a `Caller`, which only the identity
 * of the event makes: there is no other way to choose it.
 *
 * Sessions last an hour, as those of a role that was taken by a role do at most [IAM User Guide, "Methods to assume a role",
 * role chaining].
 */
export const createOwnerSessions =
  ({ assumeRole, roleArn }: OwnerSessionsOptions) =>
  ({ owner }: Caller): Promise<SessionCredentials> =>
    assumeRole({ roleArn, name: sessionName(owner), seconds: 3600, tags: { owner } });

/** What the trail shows: at most 64 of a few characters, of which `:` is none [AWS STS API Reference, "AssumeRole"]. */
const sessionName = (owner: string): string => owner.replace(/[^\w+=,.@-]/g, '.').slice(0, 64);
