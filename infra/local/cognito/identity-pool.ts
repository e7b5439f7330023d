import { createHash } from 'node:crypto';
import type { Credentials, Principal } from '../credentials.ts';
import { map, type Parameters, text } from './parameters.ts';
import type { Operations } from './pool.ts';
import { notAuthorized, notFound } from './refusal.ts';
import type { Tokens } from './tokens.ts';

export interface IdentityPoolOptions {
  readonly region: string;
  readonly userPoolId: string;
  readonly identityPoolId: string;
  readonly tokens: Tokens;
  readonly credentials: Credentials;
  /** Seconds that credentials are good for. */
  readonly credentialsLifetime: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** The identity pool: a signed-in user's stable identity, and temporary credentials for it. Nobody else gets any. */
export const identityPoolOperations = (options: IdentityPoolOptions): Operations => {
  const { region, userPoolId, identityPoolId, tokens, credentials, credentialsLifetime, now } = options;
  const provider = `cognito-idp.${region}.amazonaws.com/${userPoolId}`;

  /** The identity behind the logins of a request; they must be one, an ID token of the user pool. */
  const principalOf = async (parameters: Parameters): Promise<Principal> => {
    const logins = map(parameters, 'Logins');
    const providers = Object.keys(logins);
    if (providers.length === 0) throw notAuthorized('Unauthenticated access is not supported for this identity pool.');
    if (providers.length > 1 || providers[0] !== provider)
      throw notAuthorized('Token is not from a supported provider of this identity pool.');
    const sub = await tokens.userOfIdToken(text(logins, provider));
    if (sub === undefined) throw notAuthorized('Invalid login token. Not a valid OpenId Connect identity token.');
    const amr = ['authenticated', provider, `${provider}:CognitoSignIn:${sub}`];
    return { identityId: identityIdOf(region, identityPoolId, provider, sub), identityPoolId, amr };
  };

  /** The principal of a request that names its identity, which must be the user's own. */
  const namedPrincipal = async (parameters: Parameters): Promise<Principal> => {
    const identityId = text(parameters, 'IdentityId');
    const principal = await principalOf(parameters);
    if (principal.identityId !== identityId)
      throw notAuthorized(
        'Logins don’t match. Please include at least one valid login for this identity or identity pool.',
      );
    return principal;
  };

  return {
    GetId: async (parameters) => {
      const id = text(parameters, 'IdentityPoolId');
      if (id !== identityPoolId) throw notFound(`IdentityPool '${id.slice(0, 128)}' not found.`);
      const { identityId } = await principalOf(parameters);
      return { IdentityId: identityId };
    },

    GetCredentialsForIdentity: async (parameters) => {
      const principal = await namedPrincipal(parameters);
      const issued = credentials.issue(principal, now() + credentialsLifetime * 1000);
      return {
        IdentityId: principal.identityId,
        Credentials: {
          AccessKeyId: issued.accessKeyId,
          SecretKey: issued.secretAccessKey,
          SessionToken: issued.sessionToken,
          Expiration: Math.floor(issued.expiration / 1000),
        },
      };
    },

    GetOpenIdToken: async (parameters) => {
      const principal = await namedPrincipal(parameters);
      return { IdentityId: principal.identityId, Token: await tokens.openIdToken(principal) };
    },
  };
};

/** The same for the same user for ever, with nothing to remember: a hash in the form of a UUID. */
const identityIdOf = (region: string, ...parts: readonly string[]): string => {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return `${region}:${hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5')}`;
};
