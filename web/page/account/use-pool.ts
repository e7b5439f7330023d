import type { ResultAsync } from 'neverthrow';
import { createUserPool, type UserPool } from 'owned-notes/client';
import { useSignIn } from '../session/account.ts';
import type { ConfigFailure } from '../session/config.ts';

/** Returns a function that resolves to the user pool once the configuration is loaded. */
export const usePool = (): (() => ResultAsync<UserPool, ConfigFailure>) => {
  const { configs } = useSignIn();
  return () => configs.get().map((config) => createUserPool(config));
};
