import type { Result } from 'neverthrow';
import { createUserPool, type NotesConfig, readClaims } from 'owned-notes/client';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { notesOnDevice } from '../notes/notes-on-device.ts';
import { type Account, type Left, type SignIn, SignInContext, type SignInState } from './account.ts';
import type { ConfigFailure, ConfigSource } from './config.ts';
import { createKeptSession } from './kept-session.ts';
import { findBrowserStorages, type KeptSignIn, signInKey, signInStore } from './sign-in-store.ts';

/** The shortest time between two checks when the user returns to the tab, in milliseconds. */
const checkEvery = 60_000;

const store = signInStore(findBrowserStorages);

/**
 * Provides the sign-in. It survives reloads, is shared by all tabs of the device, and ends here when it ends elsewhere.
 */
export const SignInProvider = ({
  configs,
  children,
}: {
  readonly configs: ConfigSource;
  readonly children: ReactNode;
}) => {
  const [kept, setKept] = useState<KeptSignIn | undefined>(store.read);
  const [secondFactor, setOn] = useState(kept?.secondFactor ?? false);
  const [left, setLeft] = useState<Left>();
  const [isUncleared, setUncleared] = useState(false);
  const [config, setConfig] = useState<Result<NotesConfig, ConfigFailure>>();
  const isSignedIn = kept !== undefined;
  // Later callbacks need to know who is signed in at that time.
  const current = useRef(kept);
  current.current = kept;

  const retry = useCallback(() => {
    setConfig(undefined);
    void configs.get().then(setConfig);
  }, [configs]);
  useEffect(() => void configs.get().then(setConfig), [configs]);

  const leave = useCallback(async (left: Left, later?: Promise<Left>) => {
    const { current: leaving } = current;
    if (leaving === undefined) return;
    const isShared = store.isShared();
    store.clear();
    current.current = undefined;
    // First, so that no view writes what is about to be forgotten.
    setKept(undefined);
    setLeft(left);
    if (left === 'ended') return;
    const isCleared = await notesOnDevice.forget(readClaims(leaving.tokens).sub, isShared);
    setUncleared(!isCleared);
    void later?.then((known) => current.current === undefined && setLeft(known));
  }, []);

  const enter = useCallback(
    (signIn: KeptSignIn, stays: boolean) => {
      store.begin(signIn, stays);
      setKept(signIn);
      setOn(signIn.secondFactor);
      setLeft(undefined);
      // Signing in has loaded the configuration, even if the first attempt failed.
      void configs.get().then(setConfig);
    },
    [configs],
  );

  const live = useMemo(() => {
    if (kept === undefined || config === undefined || config.isErr()) return undefined;
    const onEnded = () => current.current === kept && void leave('ended');
    const { session, ...more } = createKeptSession(config.value, store, kept.tokens, { onEnded });
    const account: Account = {
      ...{ config: config.value, session, who: readClaims(kept.tokens), pool: createUserPool(config.value) },
      ...{ freshTokens: more.freshTokens, check: more.check, isShared: store.isShared() },
    };
    return { account, adopt: more.adopt };
  }, [kept, config, leave]);

  const setSecondFactor = useCallback((isOn: boolean) => {
    setOn(isOn);
    store.change({ secondFactor: isOn });
  }, []);

  useEffect(() => {
    const onStorage = ({ key }: StorageEvent) => {
      if (key !== signInKey && key !== null) return;
      const { current: here } = current;
      const there = store.read();
      if (there === undefined) {
        if (here === undefined) return;
        // The tab that signed out removes what the device stored, unless the sign-in ended by itself.
        current.current = undefined;
        setKept(undefined);
        setLeft('elsewhere');
      } else if (here !== undefined && readClaims(here.tokens).sub === readClaims(there.tokens).sub) {
        live?.adopt(there.tokens);
        setOn(there.secondFactor);
      } else {
        setKept(there);
        setOn(there.secondFactor);
        setLeft(undefined);
      }
    };
    let checked = 0;
    const onVisible = () => {
      if (document.visibilityState !== 'visible' || live === undefined || Date.now() - checked < checkEvery) return;
      checked = Date.now();
      void live.account.check();
    };
    addEventListener('storage', onStorage);
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      removeEventListener('storage', onStorage);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [live]);

  const value = useMemo<SignIn>(() => {
    const failure = config?.isErr() ? config.error : undefined;
    const waiting: SignInState = { kind: 'waiting', failure, retry };
    const signedIn: SignInState = live === undefined ? waiting : { kind: 'signed-in', account: live.account };
    const state: SignInState = isSignedIn ? signedIn : { kind: 'signed-out', left, isUncleared };
    return { state, configs, secondFactor, setSecondFactor, enter, leave };
  }, [isSignedIn, live, config, left, isUncleared, configs, secondFactor, setSecondFactor, enter, leave, retry]);
  return <SignInContext value={value}>{children}</SignInContext>;
};
