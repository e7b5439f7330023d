import { randomUUID } from 'node:crypto';
import type { UserPoolSettings } from '../../user-pool-settings.ts';
import { seal, unseal } from '../credentials.ts';
import type { State } from '../state.ts';
import { CognitoException, notAuthorized } from './cognito-exception.ts';

/** One sign-in and all tokens issued for it. It lasts until it is revoked or its refresh token expires. */
export interface SignIn {
  readonly sub: string;
  /** The `origin_jti` claim of its tokens. */
  readonly id: string;
  /** Epoch seconds. */
  readonly authTime: number;
}

/** The sealed content of a refresh token: its sign-in, and how often the token had been rotated when it was issued. */
interface Held extends SignIn {
  readonly turn: number;
}

/** The stored record of a sign-in; the sign-in counts for as long as the record exists. */
interface Kept {
  /** Epoch seconds. */
  readonly expires: number;
  /** The turn of the valid refresh token. Until `grace`, in epoch milliseconds, the token before it is valid too. */
  readonly turn: number;
  readonly grace: number;
}

export interface SignIns {
  begin(sub: string): Promise<{ readonly signIn: SignIn; readonly refreshToken: string }>;
  /**
   * Returns the sign-in behind a refresh token. Throws `NotAuthorizedException` if the token is invalid, expired or
   * revoked, and `RefreshTokenReuseException` if it was rotated and its grace period is over.
   */
  of(refreshToken: string): Promise<SignIn>;
  /** Exchanges a refresh token for another, where tokens are rotated. Throws as `of` does. */
  rotate(refreshToken: string): Promise<{ readonly signIn: SignIn; readonly refreshToken?: string }>;
  /** Returns whether a sign-in still counts. */
  counts(signIn: Pick<SignIn, 'sub' | 'id'>): Promise<boolean>;
  /** Ends a sign-in; does nothing if it has already ended. Throws if the token is not a refresh token. */
  revoke(refreshToken: string): Promise<void>;
  revokeAll(sub: string): Promise<void>;
}

export interface SignInsOptions {
  readonly state: State;
  readonly settings: UserPoolSettings;
  /** 32 bytes. */
  readonly sealingKey: Buffer;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export const createSignIns = ({ state, settings, sealingKey, now }: SignInsOptions): SignIns => {
  const lifetime = settings.client.refreshTokenDays * 24 * 60 * 60;
  const rotation = settings.client.refreshTokenRotation;
  const seconds = () => Math.floor(now() / 1000);
  const prefix = (sub: string) => `cognito/sign-in/${sub}/`;
  const key = ({ sub, id }: Pick<SignIn, 'sub' | 'id'>) => `${prefix(sub)}${id}`;
  const sealed = (signIn: SignIn, turn: number) => seal(sealingKey, { ...signIn, turn } satisfies Held);

  const opened = (refreshToken: string): Held | undefined => {
    const held = unseal(sealingKey, refreshToken) as Held | undefined;
    return held?.authTime === undefined ? undefined : held;
  };
  const readKept = (signIn: Pick<SignIn, 'sub' | 'id'>) => state.get<Kept>(key(signIn));

  /** Returns the content of a valid refresh token and the record of its sign-in. Throws as `of` does. */
  const good = async (refreshToken: string): Promise<{ readonly held: Held; readonly kept: Kept }> => {
    const held = opened(refreshToken);
    if (held === undefined) throw notAuthorized('Invalid Refresh Token');
    if (held.authTime + lifetime <= seconds()) throw notAuthorized('Refresh Token has expired');
    const kept = await readKept(held);
    if (kept === undefined) throw notAuthorized('Refresh Token has been revoked');
    const isFormer = held.turn === kept.turn - 1 && now() < kept.grace;
    if (rotation !== undefined && held.turn !== kept.turn && !isFormer)
      throw new CognitoException('RefreshTokenReuseException', 'Refresh token has been invalidated by rotation.');
    return { held, kept };
  };
  const toSignIn = ({ sub, id, authTime }: Held): SignIn => ({ sub, id, authTime });

  return {
    begin: async (sub) => {
      // Deletes expired sign-ins, which would otherwise be kept for ever.
      for (const [each, { expires }] of await state.entries<Kept>(prefix(sub)))
        if (expires <= seconds()) await state.delete(each);
      const signIn: SignIn = { sub, id: randomUUID(), authTime: seconds() };
      await state.put(key(signIn), { expires: signIn.authTime + lifetime, turn: 0, grace: 0 } satisfies Kept);
      return { signIn, refreshToken: sealed(signIn, 0) };
    },
    of: async (refreshToken) => toSignIn((await good(refreshToken)).held),
    rotate: async (refreshToken) => {
      const { held, kept } = await good(refreshToken);
      const signIn = toSignIn(held);
      if (rotation === undefined) return { signIn };
      // A retry within the grace period gets the valid token, without another rotation.
      if (held.turn !== kept.turn) return { signIn, refreshToken: sealed(signIn, kept.turn) };
      const turn = kept.turn + 1;
      await state.put(key(signIn), { ...kept, turn, grace: now() + rotation.graceSeconds * 1000 } satisfies Kept);
      return { signIn, refreshToken: sealed(signIn, turn) };
    },
    counts: async (signIn) => (await readKept(signIn)) !== undefined,
    revoke: async (refreshToken) => {
      const held = opened(refreshToken);
      if (held !== undefined) return state.delete(key(held));
      // Signed tokens have three parts and expire by themselves [Amazon Cognito API Reference, "RevokeToken"].
      if (refreshToken.split('.').length === 3)
        throw new CognitoException('UnsupportedTokenTypeException', 'Only refresh tokens can be revoked.');
      throw new CognitoException('UnauthorizedException', 'Invalid Refresh Token');
    },
    revokeAll: async (sub) => {
      for (const [each] of await state.entries(prefix(sub))) await state.delete(each);
    },
  };
};
