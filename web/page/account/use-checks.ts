import { useTexts } from '../texts/language.tsx';
import { accountTexts } from './account-texts.ts';
import type { FieldErrors, Typed } from './form.tsx';
import { isEmail, isGoodPassword, parseCode } from './rules.ts';

/** Returns a check for the fields of these names, which needs no request. */
export const useChecks = () => {
  const texts = useTexts(accountTexts);
  const checks = {
    email: (typed: string) => (isEmail(typed.trim()) ? undefined : texts.emailMissing),
    password: (typed: string) => (typed === '' ? texts.passwordMissing : undefined),
    'new-password': (typed: string) => (isGoodPassword(typed) ? undefined : texts.weakPassword),
    code: (typed: string) => (parseCode(typed) === undefined ? texts.codeMissing : undefined),
  };
  return (...names: readonly (keyof typeof checks)[]) =>
    (typed: Typed): FieldErrors =>
      Object.fromEntries(names.map((name) => [name, checks[name](typed(name))]));
};
