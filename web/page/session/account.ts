import type { NotesConfig, Session, UserPool } from 'owned-notes/client';
import { createContext, useContext } from 'react';
import type { ConfigFailure, ConfigSource } from './config.ts';
import type { KeptSession } from './kept-session.ts';
import type { KeptSignIn } from './sign-in-store.ts';

/** A signed-in user, and what their views need. It is the same object for as long as they are signed in. */
export interface Account {
  readonly config: NotesConfig;
  /** For `createNotesClient` and `createFilesClient`. It stays the same when tokens are refreshed. */
  readonly session: Session;
  readonly who: { readonly sub: string; readonly email: string };
  readonly pool: UserPool;
  /** Whether all tabs of the device share this sign-in, and end with it. */
  readonly isShared: boolean;
  /** For calls to the pool that take an access token. */
  readonly freshTokens: KeptSession['freshTokens'];
  /** Asks the pool whether the sign-in is still valid. If not, signs the user out here. */
  readonly check: KeptSession['check'];
}

/**
 * Why the user is no longer signed in.
 * - `signed-out-telling`: here; whether the pool knows follows.
 * - `signed-out-untold`: the pool could not be reached, so the sign-in continues there.
 * - `perhaps-deleted`: the pool did not answer to the deletion of the account, and now refuses the sign-in.
 * - `elsewhere`: another tab says why.
 */
export type Left =
  | 'signed-out'
  | 'signed-out-telling'
  | 'signed-out-untold'
  | 'signed-out-everywhere'
  | 'ended'
  | 'deleted'
  | 'perhaps-deleted'
  | 'elsewhere';

export type SignInState =
  | {
      readonly kind: 'signed-out';
      readonly left?: Left | undefined;
      /** Whether something that the user had written could not be removed from the browser. */
      readonly isUncleared?: boolean;
    }
  /** Somebody is signed in, but the configuration is still loading or could not be loaded. */
  | { readonly kind: 'waiting'; readonly failure?: ConfigFailure | undefined; readonly retry: () => void }
  | { readonly kind: 'signed-in'; readonly account: Account };

export interface SignIn {
  readonly state: SignInState;
  readonly configs: ConfigSource;
  /** Whether the last sign-in here took a code from an authenticator app, or one was turned on since. */
  readonly secondFactor: boolean;
  readonly setSecondFactor: (isOn: boolean) => void;
  /**
   * Begins a sign-in. If it `stays`, it lasts on this device, in all tabs, until the user signs out; otherwise only
   * while the tab is open.
   */
  readonly enter: (signIn: KeptSignIn, stays: boolean) => void;
  /**
   * Forgets the sign-in, and all that the device stores of the user, unless the sign-in `ended` without their doing.
   * `later` is what there is to say once it is known, if nobody has signed in by then.
   */
  readonly leave: (left: Left, later?: Promise<Left>) => Promise<void>;
}

export const SignInContext = createContext<SignIn | undefined>(undefined);

export const useSignIn = (): SignIn => {
  const signIn = useContext(SignInContext);
  if (signIn === undefined) throw new Error('There is no SignInProvider around this.');
  return signIn;
};

/** Returns the signed-in user's account. Throws if nobody is signed in. */
export const useAccount = (): Account => {
  const { state } = useSignIn();
  if (state.kind !== 'signed-in') throw new Error('Nobody is signed in here.');
  return state.account;
};
