import type { CognitoFailure } from 'owned-notes/client';
import type { ConfigFailure } from '../session/config.ts';
import { useTexts } from '../texts/language.tsx';
import { describeFailure, failureTexts } from './failure-texts.ts';
import type { Refused } from './form.tsx';

/**
 * Returns a function that describes a failure for a form. Refusals of a code or of a new password appear at their
 * fields.
 */
export const useRefused = (): ((failure: CognitoFailure | ConfigFailure) => Refused) => {
  const texts = useTexts(failureTexts);
  return (failure) => {
    const text = describeFailure(failure, texts);
    if (text === texts.wrongCode || text === texts.expiredCode) return { field: 'code', text };
    return text === texts.weakPassword ? { field: 'new-password', text } : { text };
  };
};

/** Tells whether Cognito refused with one of these exceptions. */
export const isRefusal = (
  failure: { readonly kind: string; readonly type?: string },
  ...types: readonly string[]
): boolean => failure.kind === 'CognitoRefused' && types.includes(String(failure.type));
