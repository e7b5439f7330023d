import type { NewPasswordRequired, SecondFactorRequired } from 'owned-notes/client';

/** Where somebody is on the way in, beyond what a link leads to. It holds what was typed, and is gone with the page. */
export type SignInStep =
  /** A code was mailed to confirm the address. The password signs in right after. */
  | { readonly kind: 'confirm'; readonly email: string; readonly password: string; readonly stays: boolean }
  /** A code was mailed, if there is such an account, to choose another password by. */
  | { readonly kind: 'reset'; readonly email: string; readonly isNotTheOne?: boolean }
  | {
      readonly kind: 'new-password';
      readonly email: string;
      readonly challenge: NewPasswordRequired;
      readonly stays: boolean;
    }
  | {
      readonly kind: 'second-factor';
      readonly email: string;
      readonly challenge: SecondFactorRequired;
      readonly stays: boolean;
    }
  /** Back at signing in, with something to say. */
  | {
      readonly kind: 'sign-in';
      readonly email: string;
      readonly said: 'confirmed' | 'passwordSet' | 'passwordSetOnly' | 'tooLate';
    };

export type GoTo = (step: SignInStep) => void;

export interface StepProps<Kind extends SignInStep['kind']> {
  readonly step: Extract<SignInStep, { readonly kind: Kind }>;
  readonly goTo: GoTo;
}
