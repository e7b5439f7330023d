import { randomUUID } from 'node:crypto';
import { oneAtATime } from '../one-at-a-time.ts';
import type { State } from '../state.ts';
import type { SrpVerifier } from './srp.ts';

export type UserStatus = 'UNCONFIRMED' | 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD';

/** A code that was mailed. */
export interface Code {
  readonly code: string;
  /** Epoch milliseconds. */
  readonly expires: number;
  readonly wrongTries: number;
}

export interface User {
  /** The user's id in the pool, a UUID: username and subject of the tokens. */
  readonly sub: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly status: UserStatus;
  /** In place of the password. */
  readonly verifier: SrpVerifier;
  /** Epoch milliseconds. */
  readonly created: number;
  readonly modified: number;
  readonly signUpCode?: Code;
  readonly resetCode?: Code;
}

/** The users of the pool, by their id or their email address; addresses are compared without regard to case. */
export interface Users {
  find(username: string): Promise<User | undefined>;
  save(user: User): Promise<void>;
  all(): Promise<readonly User[]>;
  /** Runs one at a time for each address or id, so that what was read is still so when it is written. */
  alone<T>(username: string, run: () => Promise<T>): Promise<T>;
}

export const newUserId = (): string => randomUUID();

export const usersIn = (state: State): Users => {
  const userKey = (sub: string) => `cognito/user/${sub}`;
  const emailKey = (email: string) => `cognito/email/${email.toLowerCase()}`;
  const inTurn = oneAtATime();
  const idOf = async (username: string): Promise<string> => (await state.get<string>(emailKey(username))) ?? username;
  return {
    find: async (username) => state.get<User>(userKey(await idOf(username))),
    save: async (user) => {
      await state.put(userKey(user.sub), user);
      // Last, and only for a new user: without it, nobody finds the user, who then was never there.
      if ((await state.get(emailKey(user.email))) === undefined) await state.put(emailKey(user.email), user.sub);
    },
    all: async () => {
      const found = new Set((await state.entries<string>('cognito/email/')).map(([, sub]) => sub));
      const users = (await state.entries<User>('cognito/user/')).map(([, user]) => user);
      return users.filter(({ sub }) => found.has(sub));
    },
    alone: async (username, run) => inTurn(await idOf(username.toLowerCase()), run),
  };
};
