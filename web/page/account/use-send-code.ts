import type { ResultAsync } from 'neverthrow';
import type { CognitoFailure, UserPool } from 'owned-notes/client';
import { useToast } from '../ui/toasts.tsx';
import { usePool } from './use-pool.ts';
import { isRefusal, useRefused } from './use-refused.ts';

/** Refusals that would reveal whether an account exists. */
export const tellingOfAccount = [
  'InvalidParameterException',
  'NotAuthorizedException',
  'UserNotFoundException',
] as const;

/** Asks the pool to mail a code. Resolves to whether users may be told to wait for one. */
export type SendCode = (ask: (pool: UserPool) => ResultAsync<unknown, CognitoFailure>) => Promise<boolean>;

/**
 * Shows why no code was sent. A pool that sends none, because there is no such user or nothing to confirm, is not
 * distinguished from one that does.
 */
export const useSendCode = (): SendCode => {
  const toast = useToast();
  const [pool, refused] = [usePool(), useRefused()];
  return async (ask) => {
    const sent = await pool().andThen(ask);
    if (sent.isOk() || isRefusal(sent.error, ...tellingOfAccount)) return true;
    toast({ text: refused(sent.error).text });
    return false;
  };
};
