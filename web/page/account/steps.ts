import type { NewPasswordRequired, SecondFactorRequired } from 'owned-notes/client';

/** Where somebody is on the way in, beyond what a link leads to. It holds what was typed, and is gone with the page. */
export type Step =
  /** A code was mailed to confirm the address. The password signs in right after, unless the page was left meanwhile. */
  | { readonly kind: 'confirm'; readonly email: string; readonly password: string; readonly stays: boolean }
  /** A code was mailed, if there is such an account, to choose another password by. */
  | { readonly kind: 'reset'; readonly email: string; readonly why?: 'not-the-one-of-this-account' }
  | {
      readonly kind: 'new-password';
      readonly email: string;
      readonly challenge: NewPasswordRequired;
      readonly stays: boolean;
    }
  | { readonly kind: 'second-factor'; readonly challenge: SecondFactorRequired; readonly stays: boolean }
  /** Back at signing in, with something to say. */
  | { readonly kind: 'sign-in'; readonly email: string; readonly said?: 'password-set' | 'too-late' };

export type GoTo = (step: Step) => void;
