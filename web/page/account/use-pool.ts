import type { ResultAsync } from 'neverthrow';
import { type CognitoFailure, type UserPool, userPool } from 'owned-notes/client';
import { useSignIn } from '../session/account.ts';
import type { ConfigFailure } from '../session/config.ts';
import { useTexts } from '../texts/language.tsx';
import { accountTexts } from './account-texts.ts';
import { failureText, failureTexts } from './failure-texts.ts';
import type { FieldErrors, Refused, Typed } from './form.tsx';
import { codeIn, isEmail, isGoodPassword } from './rules.ts';

/** The user pool, once the configuration is there. */
export const usePool = (): (() => ResultAsync<UserPool, ConfigFailure>) => {
  const { configs } = useSignIn();
  return () => configs.get().map((config) => userPool(config));
};

/** What a form says of a failure. Refusals of a code, or of a new password, are said at their fields. */
export const useRefused = (): ((failure: CognitoFailure | ConfigFailure) => Refused) => {
  const texts = useTexts(failureTexts);
  return (failure) => {
    const text = failureText(failure, texts);
    if (text === texts.wrongCode || text === texts.expiredCode) return { field: 'code', text };
    return text === texts.weakPassword ? { field: 'new-password', text } : { text };
  };
};

/** What can be seen to be wrong in the fields of these names. */
export const useChecks = () => {
  const texts = useTexts(accountTexts);
  const checks = {
    email: (typed: string) => (isEmail(typed.trim()) ? undefined : texts.emailMissing),
    password: (typed: string) => (typed === '' ? texts.passwordMissing : undefined),
    'new-password': (typed: string) => (isGoodPassword(typed) ? undefined : texts.weakPassword),
    code: (typed: string) => (codeIn(typed) === undefined ? texts.codeMissing : undefined),
  };
  return (...names: readonly (keyof typeof checks)[]) =>
    (typed: Typed): FieldErrors =>
      Object.fromEntries(names.map((name) => [name, checks[name](typed(name))]));
};

export const isRefusal = (failure: { readonly kind: string; readonly type?: string }, ...types: readonly string[]) =>
  failure.kind === 'CognitoRefused' && types.includes(String(failure.type));
