import type { Caller } from '../adapters/api-gateway/caller.ts';

export interface OwnerClientsOptions<C> {
  /** Makes a client that reaches the caller's items, and no others. */
  readonly clientFor: (caller: Caller) => C;
  /** How many owners' clients are kept; the one used longest ago goes first. */
  readonly capacity?: number;
}

/**
 * A client for one owner at a time, whose credentials are a session for that owner. IAM then holds every key against the
 * session's tag, whatever the code asks for.
 */
export const createOwnerClients = <C>({
  clientFor,
  capacity = 500,
}: OwnerClientsOptions<C>): ((caller: Caller) => C) => {
  const clients = new Map<string, C>();
  return (caller) => {
    const { owner } = caller;
    const client = clients.get(owner) ?? clientFor(caller);
    // Taken out and put in again, a client is the youngest of the map.
    clients.delete(owner);
    clients.set(owner, client);
    for (const oldest of clients.keys()) {
      if (clients.size <= capacity) break;
      clients.delete(oldest);
    }
    return client;
  };
};
