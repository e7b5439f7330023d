import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import type { Caller } from '../api-gateway/caller.ts';
import { CredentialsUnavailable } from '../dynamodb/failures.ts';
import type { SessionCredentials } from './owner-clients.ts';

export interface OwnerSessionsOptions {
  readonly sts: STSClient;
  /** The role that reaches the items of the owner that its session is tagged with, and no others. */
  readonly roleArn: string;
}

/**
 * Sessions of the data role with the caller's owner as their tag. The tag is the owner of a `Caller`, which only the identity
 * of the event makes: there is no other way to choose it. Rejects with `CredentialsUnavailable`.
 *
 * Sessions last an hour, as those of a role that was taken by a role do at most [IAM User Guide, "Methods to assume a role",
 * role chaining].
 */
export const ownerSessions =
  ({ sts, roleArn }: OwnerSessionsOptions) =>
  async ({ owner }: Caller): Promise<SessionCredentials> => {
    const command = new AssumeRoleCommand({
      RoleArn: roleArn,
      RoleSessionName: sessionName(owner),
      DurationSeconds: 3600,
      Tags: [{ Key: 'owner', Value: owner }],
    });
    const { Credentials: session } = await sts.send(command).catch((cause) => {
      throw new CredentialsUnavailable(cause);
    });
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = session ?? {};
    if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration)
      throw new Error('STS answered without credentials.');
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      expiration: Expiration,
    };
  };

/** What the trail shows: at most 64 of a few characters, of which `:` is none [AWS STS API Reference, "AssumeRole"]. */
const sessionName = (owner: string): string => owner.replace(/[^\w+=,.@-]/g, '.').slice(0, 64);
