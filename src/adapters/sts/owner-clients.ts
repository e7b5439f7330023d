import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Caller } from '../api-gateway/caller.ts';

/** Of a session: they end. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

export interface OwnerClientsOptions {
  /** Opens a session that reaches the caller's items, and no others. */
  readonly sessionOf: (caller: Caller) => Promise<SessionCredentials>;
  /** Makes a client that asks for its credentials when it needs them, and remembers them until they are about to end. */
  readonly clientWith: (credentials: () => Promise<SessionCredentials>) => DynamoDBClient;
  /** How many owners' clients are kept; the one used longest ago goes first. Some 45 KB each. */
  readonly capacity?: number;
}

/**
 * DynamoDB for one owner at a time: a client whose credentials are a session for that owner. IAM then holds every key
 * against the session's tag, whatever the code asks for.
 *
 * A client asks for its session at its first request, keeps it until five minutes before it ends, and lets requests at
 * the same time wait for one call.
 */
export const ownerClients = ({ sessionOf, clientWith, capacity = 500 }: OwnerClientsOptions) => {
  const clients = new Map<string, DynamoDBClient>();
  return (caller: Caller): DynamoDBClient => {
    const { owner } = caller;
    const known = clients.get(owner);
    // Taken out and put in again, a client is the youngest of the map.
    clients.delete(owner);
    const client = known ?? clientWith(() => sessionOf(caller));
    clients.set(owner, client);
    for (const oldest of clients.keys()) {
      if (clients.size <= capacity) break;
      clients.delete(oldest);
    }
    return client;
  };
};
