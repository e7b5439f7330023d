import { randomUUID } from 'node:crypto';
import { exportJWK, exportPKCS8, generateKeyPair, importPKCS8, type JWK, jwtVerify, SignJWT } from 'jose';
import { seal, unseal } from '../credentials.ts';
import type { State } from '../state.ts';
import { notAuthorized } from './refusal.ts';
import type { User } from './users.ts';

/** Seconds that ID and access tokens are good for, and refresh tokens: Cognito's defaults. */
const tokenLifetime = 60 * 60;
const refreshLifetime = 30 * 24 * 60 * 60;

/** One sign-in, and all the tokens that come of it. It lasts until it is revoked or its refresh token ends. */
interface SignIn {
  readonly sub: string;
  /** `origin_jti` of its tokens. */
  readonly id: string;
  /** Epoch seconds. */
  readonly authTime: number;
}

export interface AuthenticationResult {
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly RefreshToken?: string;
  readonly ExpiresIn: number;
  readonly TokenType: 'Bearer';
}

export interface Tokens {
  readonly jwks: { readonly keys: readonly JWK[] };
  readonly issuer: string;
  signIn(user: User): Promise<AuthenticationResult>;
  /** The sign-in behind a refresh token. Throws `NotAuthorizedException`. */
  refreshed(refreshToken: string): Promise<SignIn>;
  again(signIn: SignIn, user: User): Promise<AuthenticationResult>;
  revoke(signIn: SignIn): Promise<void>;
  revokeAll(sub: string): Promise<void>;
  /** The user's id in an access token that still counts. Throws `NotAuthorizedException`. */
  userOfAccessToken(token: string): Promise<string>;
  /** The user's id in an ID token of this pool and client, or `undefined`. */
  userOfIdToken(token: string): Promise<string | undefined>;
  /** A token of the identity pool's own. */
  openIdToken(claims: {
    readonly identityPoolId: string;
    readonly identityId: string;
    readonly amr: readonly string[];
  }): Promise<string>;
}

export interface TokensOptions {
  readonly state: State;
  readonly region: string;
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  /** 32 bytes. */
  readonly sealingKey: Buffer;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export const tokensOf = async (options: TokensOptions): Promise<Tokens> => {
  const { state, region, userPoolId, userPoolClientId, sealingKey, now } = options;
  const issuer = `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`;
  const pem = await state.remember('cognito/signing-key', async () =>
    exportPKCS8((await generateKeyPair('RS256', { extractable: true })).privateKey),
  );
  const privateKey = await importPKCS8(pem, 'RS256', { extractable: true });
  const { kty = 'RSA', n = '', e = '' } = await exportJWK(privateKey);
  const publicKey: JWK = { kty, n, e, alg: 'RS256', use: 'sig', kid: n.slice(0, 43) };

  const seconds = () => Math.floor(now() / 1000);
  const sign = (claims: Record<string, unknown>, issuedBy = issuer) =>
    new SignJWT({ ...claims, jti: randomUUID() })
      .setProtectedHeader({ alg: 'RS256', kid: publicKey.kid ?? '' })
      .setIssuer(issuedBy)
      .setIssuedAt(seconds())
      .setExpirationTime(seconds() + tokenLifetime)
      .sign(privateKey);
  const verified = async (token: string, use: 'id' | 'access') => {
    try {
      const { payload } = await jwtVerify(token, publicKey, {
        issuer,
        algorithms: ['RS256'],
        currentDate: new Date(now()),
      });
      return payload.token_use === use ? payload : undefined;
    } catch {
      return undefined;
    }
  };

  const signInKey = ({ sub, id }: Pick<SignIn, 'sub' | 'id'>) => `cognito/sign-in/${sub}/${id}`;
  const counts = async (signIn: Pick<SignIn, 'sub' | 'id'>) => (await state.get(signInKey(signIn))) !== undefined;

  const again = async ({ sub, id, authTime }: SignIn, user: User): Promise<AuthenticationResult> => {
    const common = { sub, event_id: randomUUID(), origin_jti: id, auth_time: authTime };
    return {
      IdToken: await sign({
        ...common,
        aud: userPoolClientId,
        token_use: 'id',
        'cognito:username': sub,
        email: user.email,
        email_verified: user.emailVerified,
      }),
      AccessToken: await sign({
        ...common,
        client_id: userPoolClientId,
        token_use: 'access',
        scope: 'aws.cognito.signin.user.admin',
        username: sub,
      }),
      ExpiresIn: tokenLifetime,
      TokenType: 'Bearer',
    };
  };

  return {
    jwks: { keys: [publicKey] },
    issuer,
    again,
    signIn: async (user) => {
      const signIn: SignIn = { sub: user.sub, id: randomUUID(), authTime: seconds() };
      await state.put(signInKey(signIn), { expires: signIn.authTime + refreshLifetime });
      return { ...(await again(signIn, user)), RefreshToken: seal(sealingKey, signIn) };
    },
    refreshed: async (refreshToken) => {
      const signIn = unseal(sealingKey, refreshToken) as SignIn | undefined;
      if (signIn?.authTime === undefined) throw notAuthorized('Invalid Refresh Token');
      if (signIn.authTime + refreshLifetime <= seconds()) throw notAuthorized('Refresh Token has expired');
      if (!(await counts(signIn))) throw notAuthorized('Refresh Token has been revoked');
      return signIn;
    },
    revoke: (signIn) => state.delete(signInKey(signIn)),
    revokeAll: async (sub) => {
      for (const [key] of await state.entries(`cognito/sign-in/${sub}/`)) await state.delete(key);
    },
    userOfAccessToken: async (token) => {
      const payload = await verified(token, 'access');
      if (payload?.sub === undefined) throw notAuthorized('Invalid Access Token');
      if (!(await counts({ sub: payload.sub, id: String(payload.origin_jti) })))
        throw notAuthorized('Access Token has been revoked');
      return payload.sub;
    },
    userOfIdToken: async (token) => {
      const payload = await verified(token, 'id');
      return payload?.aud === userPoolClientId ? payload.sub : undefined;
    },
    openIdToken: ({ identityPoolId, identityId, amr }) =>
      sign({ sub: identityId, aud: identityPoolId, amr }, 'https://cognito-identity.amazonaws.com'),
  };
};
