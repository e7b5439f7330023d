import { randomUUID } from 'node:crypto';
import type { UserPoolSettings } from '../../user-pool-settings.ts';
import { seal, unseal } from '../credentials.ts';
import type { State } from '../state.ts';
import { CognitoException, notAuthorized } from './cognito-exception.ts';

/** One sign-in, and all the tokens that come of it. It lasts until it is revoked or its refresh token ends. */
export interface SignIn {
  readonly sub: string;
  /** `origin_jti` of its tokens. */
  readonly id: string;
  /** Epoch seconds. */
  readonly authTime: number;
}

/** What a refresh token holds, sealed: its sign-in, and how often that was refreshed when it was made. */
interface Held extends SignIn {
  readonly turn: number;
}

/** What is kept of a sign-in for as long as it counts. */
interface Kept {
  /** Epoch seconds. */
  readonly expires: number;
  /** The turn of the refresh token that is good, and until when the one before it is, too, in epoch milliseconds. */
  readonly turn: number;
  readonly grace: number;
}

export interface SignIns {
  begin(sub: string): Promise<{ readonly signIn: SignIn; readonly refreshToken: string }>;
  /** The sign-in behind a refresh token. Throws `NotAuthorizedException`. */
  of(refreshToken: string): Promise<SignIn>;
  /** Takes a refresh token for another, where tokens are rotated. Throws `RefreshTokenReuseException` for one that was. */
  rotate(refreshToken: string): Promise<{ readonly signIn: SignIn; readonly refreshToken?: string }>;
  /** Whether a sign-in still counts. */
  counts(signIn: Pick<SignIn, 'sub' | 'id'>): Promise<boolean>;
  /** Ends a sign-in; one that has ended is none the worse for it. Throws for what is no refresh token. */
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

export const signInsIn = ({ state, settings, sealingKey, now }: SignInsOptions): SignIns => {
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

  /** What is held and what is kept of a refresh token that is good. */
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
      // Those that have ended by themselves would be kept for ever.
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
      // A repetition within the time of grace gets the token that is good, and does not take it away.
      if (held.turn !== kept.turn) return { signIn, refreshToken: sealed(signIn, kept.turn) };
      const turn = kept.turn + 1;
      await state.put(key(signIn), { ...kept, turn, grace: now() + rotation.graceSeconds * 1000 } satisfies Kept);
      return { signIn, refreshToken: sealed(signIn, turn) };
    },
    counts: async (signIn) => (await readKept(signIn)) !== undefined,
    revoke: async (refreshToken) => {
      const held = opened(refreshToken);
      if (held !== undefined) return state.delete(key(held));
      // Signed tokens have three parts and end by themselves [Amazon Cognito API Reference, "RevokeToken"].
      if (refreshToken.split('.').length === 3)
        throw new CognitoException('UnsupportedTokenTypeException', 'Only refresh tokens can be revoked.');
      throw new CognitoException('UnauthorizedException', 'Invalid Refresh Token');
    },
    revokeAll: async (sub) => {
      for (const [each] of await state.entries(prefix(sub))) await state.delete(each);
    },
  };
};
