import { randomUUID } from 'node:crypto';
import {
  exportJWK,
  exportPKCS8,
  generateKeyPair,
  importPKCS8,
  type JWK,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from 'jose';
import type { UserPoolSettings } from '../../user-pool-settings.ts';
import type { State } from '../state.ts';
import { createClaims } from './attributes.ts';
import { notAuthorized } from './cognito-exception.ts';
import { createSignIns, type SignIn, type SignIns } from './sign-ins.ts';
import type { User } from './users.ts';

/** Lifetime in seconds of a token that the identity pool issues [Amazon Cognito API Reference, "GetOpenIdToken"]. */
const openIdLifetime = 10 * 60;

export interface AuthenticationResult {
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly RefreshToken?: string;
  readonly ExpiresIn: number;
  readonly TokenType: 'Bearer';
}

/** The user and the sign-in for which an ID token was issued. */
export type IdTokenHolder = Pick<SignIn, 'sub' | 'id'>;

export interface Tokens {
  readonly jwks: { readonly keys: readonly JWK[] };
  readonly issuer: string;
  readonly signIns: SignIns;
  signIn(user: User): Promise<AuthenticationResult>;
  again(signIn: SignIn, user: User): Promise<AuthenticationResult>;
  /** Returns the user's id in a valid access token. Throws `NotAuthorizedException` if it is invalid or revoked. */
  userOfAccessToken(token: string): Promise<string>;
  /** Returns the holder of an ID token of this pool and client, or `undefined` if the token is not one. */
  holderOfIdToken(token: string): Promise<IdTokenHolder | undefined>;
  /** Issues a token of the identity pool itself. */
  openIdToken(claims: {
    readonly identityPoolId: string;
    readonly identityId: string;
    readonly amr: readonly string[];
  }): Promise<string>;
}

export interface TokensOptions {
  readonly state: State;
  readonly settings: UserPoolSettings;
  readonly region: string;
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  /** 32 bytes. */
  readonly sealingKey: Buffer;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export const openTokens = async (options: TokensOptions): Promise<Tokens> => {
  const { state, region, userPoolId, userPoolClientId, now } = options;
  const { idTokenMinutes, accessTokenMinutes } = options.settings.client;
  const issuer = `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`;
  const pem = await state.remember('cognito/signing-key', async () =>
    exportPKCS8((await generateKeyPair('RS256', { extractable: true })).privateKey),
  );
  const privateKey = await importPKCS8(pem, 'RS256', { extractable: true });
  const { kty, n, e } = (await exportJWK(privateKey)) as Required<Pick<JWK, 'kty' | 'n' | 'e'>>;
  const kid = n.slice(0, 43);
  const publicKey: JWK = { kty, n, e, alg: 'RS256', use: 'sig', kid };
  const signIns = createSignIns(options);

  const seconds = () => Math.floor(now() / 1000);
  const sign = (claims: JWTPayload, lifetime: number, issuedBy = issuer) =>
    new SignJWT({ ...claims, jti: randomUUID() })
      .setProtectedHeader({ alg: 'RS256', kid })
      .setIssuer(issuedBy)
      .setIssuedAt(seconds())
      .setExpirationTime(seconds() + lifetime)
      .sign(privateKey);

  /**
   * Returns the holder of a token of this pool, with this use and for this client, or `undefined`. The claim that names
   * the client depends on the use.
   */
  const verifyHolder = async (token: string, use: 'id' | 'access', client: 'aud' | 'client_id') => {
    const options = {
      issuer,
      algorithms: ['RS256'],
      currentDate: new Date(now()),
      requiredClaims: ['exp', 'sub', 'origin_jti'],
    };
    const verified = await jwtVerify(token, publicKey, options).catch(() => undefined);
    const payload = verified?.payload;
    if (payload?.token_use !== use || payload[client] !== userPoolClientId) return undefined;
    return { sub: String(payload.sub), id: String(payload.origin_jti) };
  };

  const again = async ({ sub, id, authTime }: SignIn, user: User): Promise<AuthenticationResult> => {
    const common = { sub, event_id: randomUUID(), origin_jti: id, auth_time: authTime };
    return {
      IdToken: await sign(
        {
          ...createClaims(user),
          ...common,
          aud: userPoolClientId,
          token_use: 'id',
          'cognito:username': sub,
        },
        idTokenMinutes * 60,
      ),
      AccessToken: await sign(
        {
          ...common,
          client_id: userPoolClientId,
          token_use: 'access',
          scope: 'aws.cognito.signin.user.admin',
          username: sub,
        },
        accessTokenMinutes * 60,
      ),
      ExpiresIn: accessTokenMinutes * 60,
      TokenType: 'Bearer',
    };
  };

  return {
    jwks: { keys: [publicKey] },
    issuer,
    signIns,
    again,
    signIn: async (user) => {
      const { signIn, refreshToken } = await signIns.begin(user.sub);
      return { ...(await again(signIn, user)), RefreshToken: refreshToken };
    },
    userOfAccessToken: async (token) => {
      const holder = await verifyHolder(token, 'access', 'client_id');
      if (holder === undefined) throw notAuthorized('Invalid Access Token');
      if (!(await signIns.counts(holder))) throw notAuthorized('Access Token has been revoked');
      return holder.sub;
    },
    holderOfIdToken: (token) => verifyHolder(token, 'id', 'aud'),
    openIdToken: ({ identityPoolId, identityId, amr }) =>
      sign({ sub: identityId, aud: identityPoolId, amr }, openIdLifetime, 'https://cognito-identity.amazonaws.com'),
  };
};
