import type { Credentials } from '../credentials.ts';
import type { KnownKey } from './key-variants.ts';

/** Access keys that are remembered, to tell whose secret somebody signed with. */
const most = 20;

/** Wraps credentials to remember the access keys that were used recently. */
export const withRecentKeys = <P>(
  credentials: Credentials<P>,
): { readonly credentials: Credentials<P>; readonly recent: () => readonly KnownKey[] } => {
  const ids = new Set<string>();
  const remember = (accessKeyId: string): void => {
    ids.delete(accessKeyId);
    ids.add(accessKeyId);
    if (ids.size > most) ids.delete(ids.values().next().value ?? '');
  };
  return {
    credentials: {
      ...credentials,
      issue: (principal, expiration) => {
        const issued = credentials.issue(principal, expiration);
        remember(issued.accessKeyId);
        return issued;
      },
      open: (sessionToken) => {
        const session = credentials.open(sessionToken);
        if (session !== undefined) remember(session.accessKeyId);
        return session;
      },
    },
    recent: () => [...ids].map((accessKeyId) => ({ accessKeyId, secret: credentials.secretKey(accessKeyId) })),
  };
};
