import type { Caller } from '../adapters/api-gateway/caller.ts';

export interface OwnerClientsOptions<C> {
  /** Creates a client that reaches the caller's items and no others. */
  readonly clientFor: (caller: Caller) => C;
  /** How many owners' clients to keep; the least recently used one goes first. */
  readonly capacity?: number;
}

/**
 * Keeps one client per owner, whose credentials are a session for that owner. IAM then checks every key against the
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
    // Deleted and set again, a client is the youngest in the map.
    clients.delete(owner);
    clients.set(owner, client);
    for (const oldest of clients.keys()) {
      if (clients.size <= capacity) break;
      clients.delete(oldest);
    }
    return client;
  };
};
