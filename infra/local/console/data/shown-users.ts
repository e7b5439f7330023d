import type { WatchedData } from './watched-data.ts';

/** A user by each of the names that the chain has for it. No secret and no verifier is among what is shown. */
export interface ShownUser {
  readonly email: string;
  readonly isVerified: boolean;
  readonly sub: string;
  readonly identityId: string;
  readonly status: string;
  readonly isDisabled: boolean;
  readonly secondFactor: boolean;
  /** Epoch milliseconds. */
  readonly created: number;
}

export const shownUsers = async ({ users, identityOf }: WatchedData): Promise<readonly ShownUser[]> =>
  (await users.all())
    .map(({ email, emailVerified, sub, status, disabled = false, totp, created }) => ({
      ...{ email, isVerified: emailVerified, sub, identityId: identityOf(sub), status, isDisabled: disabled },
      ...{ secondFactor: totp?.enabled ?? false, created },
    }))
    .toSorted((a, b) => a.created - b.created);
