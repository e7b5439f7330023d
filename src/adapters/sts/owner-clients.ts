import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Caller } from '../api-gateway/caller.ts';
import { CredentialsUnavailable } from '../dynamodb/failures.ts';

export interface OwnerClientsOptions {
  readonly sts: STSClient;
  /** The role that reaches the items of the owner that its session is tagged with, and no others. */
  readonly roleArn: string;
  /** For the clients of DynamoDB; they share its request handler, and so the connections. */
  readonly dynamodb: DynamoDBClientConfig;
  /** How many owners' clients are kept; the one used longest ago goes first. Some 30 KB each. */
  readonly capacity?: number;
}

/**
 * DynamoDB for one owner at a time: a client whose credentials are a session of the data role with the owner as its tag.
 * IAM then holds every key against that tag, whatever the code asks for. The tag is the owner of a `Caller`, which only
 * the identity of the event makes: there is no other way to choose it.
 *
 * A client asks for its session at its first request, keeps it until five minutes before it ends, and lets requests at
 * the same time wait for one call. Sessions last an hour, as those of a role that was taken by a role do at most [IAM User
 * Guide, "Methods to assume a role", role chaining].
 */
export const ownerClients = ({ sts, roleArn, dynamodb, capacity = 500 }: OwnerClientsOptions) => {
  const clients = new Map<string, DynamoDBDocumentClient>();

  const sessionOf = async ({ owner }: Caller) => {
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

  return (caller: Caller): DynamoDBDocumentClient => {
    const { owner } = caller;
    const known = clients.get(owner);
    // Taken out and put in again, a client is the youngest of the map.
    clients.delete(owner);
    const client =
      known ?? DynamoDBDocumentClient.from(new DynamoDBClient({ ...dynamodb, credentials: () => sessionOf(caller) }));
    clients.set(owner, client);
    const [oldest] = clients.keys();
    if (clients.size > capacity && oldest !== undefined) clients.delete(oldest);
    return client;
  };
};

/** What the trail shows: at most 64 of a few characters, of which `:` is none [AWS STS API Reference, "AssumeRole"]. */
const sessionName = (owner: string): string => owner.replace(/[^\w+=,.@-]/g, '.').slice(0, 64);
