import { randomUUID } from 'node:crypto';
import { createQueue } from '../one-at-a-time.ts';
import type { State } from '../state.ts';
import type { Attributes } from './attributes.ts';
import type { SrpVerifier } from './srp.ts';

export type UserStatus = 'UNCONFIRMED' | 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD' | 'RESET_REQUIRED';

/** A code that was mailed. */
export interface Code {
  readonly code: string;
  /** Epoch milliseconds. */
  readonly expires: number;
  readonly wrongTries: number;
}

/** An authenticator app. */
export interface Totp {
  /** Base32. */
  readonly secret: string;
  /** Whether sign-ins ask for a code. */
  readonly enabled: boolean;
  readonly preferred: boolean;
  /** The counter of the code that was used last: each code works once. */
  readonly usedCounter: number;
}

export interface User {
  /** The user's id in the pool, a UUID; also the username, and the subject of the tokens. */
  readonly sub: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly status: UserStatus;
  /** Whether an administrator disabled the user. */
  readonly disabled?: boolean;
  readonly attributes?: Attributes;
  /** Stored in place of the password. */
  readonly verifier: SrpVerifier;
  /** Epoch milliseconds at which a temporary password expires. */
  readonly temporaryUntil?: number;
  /** Epoch milliseconds. */
  readonly created: number;
  readonly modified: number;
  readonly signUpCode?: Code;
  readonly resetCode?: Code;
  /** The verification code for `email`. */
  readonly emailCode?: Code;
  /** An address that replaces `email` once its code comes back. */
  readonly newEmail?: { readonly email: string; readonly code: Code };
  /** A secret that was issued but not yet proven by a code. */
  readonly newTotpSecret?: string;
  /** An authenticator app that was proven by a code. */
  readonly totp?: Totp;
}

/** The users of the pool, by id or email address; addresses are compared without regard to case. */
export interface Users {
  find(username: string): Promise<User | undefined>;
  save(user: User): Promise<void>;
  delete(user: User): Promise<void>;
  all(): Promise<readonly User[]>;
  /** Runs one call at a time for each user, so that what was read still holds when it is written. */
  alone<T>(username: string, run: () => Promise<T>): Promise<T>;
  /** Runs one call at a time, inside `alone`, to give an address to a user, so that no two users get the same one. */
  claiming<T>(run: () => Promise<T>): Promise<T>;
}

export const createUserId = (): string => randomUUID();

export const createUsers = (state: State): Users => {
  const userKey = (sub: string) => `cognito/user/${sub}`;
  const emailKey = (email: string) => `cognito/email/${email.toLowerCase()}`;
  const inTurn = createQueue();
  const claims = createQueue();
  const findUserId = async (username: string): Promise<string> =>
    (await state.get<string>(emailKey(username))) ?? username;
  const isNamed = (user: User | undefined, username: string): boolean =>
    user?.sub === username || user?.email.toLowerCase() === username.toLowerCase();
  return {
    find: async (username) => {
      const user = await state.get<User>(userKey(await findUserId(username)));
      // If the stack was killed during a change of address, the old address may still lead here.
      return isNamed(user, username) ? user : undefined;
    },
    save: async (user) => {
      const before = await state.get<User>(userKey(user.sub));
      await state.put(userKey(user.sub), user);
      if (before !== undefined && before.email.toLowerCase() === user.email.toLowerCase()) return;
      // Written after the user: without this key nobody finds the user, so an interrupted creation leaves no user
      // behind.
      await state.put(emailKey(user.email), user.sub);
      if (before !== undefined) await state.delete(emailKey(before.email));
    },
    delete: async ({ sub, email }) => {
      await state.delete(emailKey(email));
      await state.delete(userKey(sub));
    },
    all: async () => {
      const found = new Set((await state.entries<string>('cognito/email/')).map(([, sub]) => sub));
      const users = (await state.entries<User>('cognito/user/')).map(([, user]) => user);
      return users.filter(({ sub }) => found.has(sub));
    },
    alone: async (username, run) => inTurn(await findUserId(username.toLowerCase()), run),
    claiming: (run) => claims('', run),
  };
};
