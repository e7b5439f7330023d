import type { NewPasswordRequired, SecondFactorRequired } from 'owned-notes/client';

/** A step of signing in that has no link of its own. It holds what was typed, and is lost with the page. */
export type SignInStep =
  /** A code was mailed to confirm the address. Right after that, the password signs in. */
  | { readonly kind: 'confirm'; readonly email: string; readonly password: string; readonly stays: boolean }
  /** A code to reset the password was mailed, if there is such an account. */
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
  /** Back at signing in, with a message. */
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
