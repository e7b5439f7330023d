import type { Tokens } from 'owned-notes/client';

/** What is stored of a sign-in, so that it survives a reload. */
export interface KeptSignIn {
  readonly tokens: Tokens;
  /** Whether signing in took a code from an authenticator app. */
  readonly secondFactor: boolean;
}

/** The storage of a sign-in: in the tab, or on the device (docs/decisions/0032-where-the-page-keeps-tokens.md). */
export interface SignInStore {
  read(): KeptSignIn | undefined;
  /** Tells whether all tabs of the device share the sign-in. */
  isShared(): boolean;
  /** Stores a new sign-in: on the device, for all tabs, if it `stays`; otherwise for as long as this tab is open. */
  begin(signIn: KeptSignIn, stays: boolean): void;
  /** Stores changes to the sign-in, where it is stored. If another tab has cleared it meanwhile, it stays cleared. */
  change(changed: Partial<KeptSignIn>): void;
  clear(): void;
}

export type Storages = Readonly<Record<'tab' | 'device', Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>>>;

export const signInKey = 'owned-notes/sign-in';

/** Returns this browser's storages. Throws if they are blocked. */
export const findBrowserStorages = (): Storages => ({ tab: sessionStorage, device: localStorage });

/**
 * Creates a store over storages that may be blocked or full. What they do not store is kept in memory until the page is
 * left.
 */
export const signInStore = (storages: () => Storages): SignInStore => {
  let unkept: KeptSignIn | undefined;

  const place = (name: keyof Storages) => {
    const attempt = <T>(use: (storage: Storages[keyof Storages]) => T): T | undefined => {
      try {
        return use(storages()[name]);
      } catch {
        return undefined;
      }
    };
    return {
      read: () => attempt((storage) => parseSignIn(storage.getItem(signInKey))),
      write: (signIn: KeptSignIn): boolean =>
        attempt((storage) => {
          storage.setItem(signInKey, JSON.stringify(signIn));
          return true;
        }) ?? false,
      clear: () => attempt((storage) => storage.removeItem(signInKey)),
    };
  };
  const tab = place('tab');
  const device = place('device');
  /** A tab's own sign-in takes precedence over the device's. */
  const holder = () => [tab, device].find(({ read }) => read() !== undefined);

  return {
    read: () => unkept ?? holder()?.read(),
    isShared: () => unkept === undefined && holder() === device,
    begin: (signIn, stays) => {
      tab.clear();
      unkept = (stays ? device : tab).write(signIn) ? undefined : signIn;
    },
    change: (changed) => {
      if (unkept !== undefined) unkept = { ...unkept, ...changed };
      const holding = holder();
      const held = holding?.read();
      if (held !== undefined) holding?.write({ ...held, ...changed });
    },
    clear: () => {
      unkept = undefined;
      holder()?.clear();
    },
  };
};

/** Parses a stored sign-in and validates its shape, as anybody at this device may have written it. */
const parseSignIn = (kept: string | null): KeptSignIn | undefined => {
  try {
    const { tokens, secondFactor } = JSON.parse(kept ?? '');
    const { idToken, accessToken, refreshToken, expires } = tokens;
    const texts: readonly unknown[] = [idToken, accessToken, refreshToken];
    if (!texts.every((each) => typeof each === 'string') || !Number.isFinite(expires)) return undefined;
    return { tokens: { idToken, accessToken, refreshToken, expires }, secondFactor: secondFactor === true };
  } catch {
    return undefined;
  }
};
