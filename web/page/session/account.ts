import type { NotesConfig, Session, UserPool } from 'owned-notes/client';
import { createContext, useContext } from 'react';
import type { ConfigFailure, ConfigSource } from './config.ts';
import type { KeptSession } from './kept-session.ts';
import type { KeptSignIn } from './sign-in-store.ts';

/** Somebody who is signed in, and what their views need. The same object for as long as they are. */
export interface Account {
  readonly config: NotesConfig;
  /** For `createNotesClient` and `createFilesClient`. It stays the same when tokens are refreshed. */
  readonly session: Session;
  readonly who: { readonly sub: string; readonly email: string };
  readonly pool: UserPool;
  /** For the calls of the pool that take an access token. */
  readonly freshTokens: KeptSession['freshTokens'];
  /** Asks the pool whether the sign-in still counts; if not, the user is signed out here. */
  readonly check: KeptSession['check'];
}

/** Why nobody is signed in any more. `untold`: the pool could not be told, and so the sign-in lives on there. */
export type Left = 'signed-out' | 'signed-out-untold' | 'signed-out-everywhere' | 'ended' | 'deleted';

export type SignInState =
  | { readonly kind: 'signed-out'; readonly left?: Left | undefined }
  /** Somebody is signed in, and the configuration is not there yet, or could not be had. */
  | { readonly kind: 'waiting'; readonly failure?: ConfigFailure | undefined; readonly retry: () => void }
  | { readonly kind: 'signed-in'; readonly account: Account };

export interface SignIn {
  readonly state: SignInState;
  readonly configs: ConfigSource;
  /** Whether the last sign-in here took a code of an authenticator app, or one was turned on since. */
  readonly secondFactor: boolean;
  readonly setSecondFactor: (isOn: boolean) => void;
  /** `stays`: on this device, in all its tabs, until they sign out; otherwise for as long as the tab is open. */
  readonly enter: (signIn: KeptSignIn, stays: boolean) => void;
  /** Forgets the sign-in; and, unless it `ended` without the user's doing, all that the device keeps of the user. */
  readonly leave: (left: Left) => Promise<void>;
}

export const SignInContext = createContext<SignIn | undefined>(undefined);

export const useSignIn = (): SignIn => {
  const signIn = useContext(SignInContext);
  if (signIn === undefined) throw new Error('There is no SignInProvider around this.');
  return signIn;
};

/** The account of who is signed in; only for views of somebody who is. */
export const useAccount = (): Account => {
  const { state } = useSignIn();
  if (state.kind !== 'signed-in') throw new Error('Nobody is signed in here.');
  return state.account;
};
