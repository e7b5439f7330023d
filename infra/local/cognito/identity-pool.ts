import { createHash, randomUUID } from 'node:crypto';
import type { UserPoolSettings } from '../../user-pool-settings.ts';
import type { Credentials, Principal } from '../credentials.ts';
import type { State } from '../state.ts';
import { CognitoException, invalidParameter, notAuthorized, notFound } from './cognito-exception.ts';
import { type Parameters, readMap, readText } from './parameters.ts';
import type { Operations } from './pool.ts';
import type { IdTokenHolder, Tokens } from './tokens.ts';
import type { Users } from './users.ts';

/** Whom the identity pool lets in. */
export interface Admission {
  /** Whether a client that has not signed in gets an identity. */
  readonly guests: boolean;
  /** Returns whether the pool's role trusts an identity. */
  readonly takesRole: (identity: Principal) => boolean;
}

export interface IdentityPoolOptions {
  readonly state: State;
  readonly admission: Admission;
  readonly region: string;
  readonly userPoolId: string;
  readonly identityPoolId: string;
  readonly tokens: Tokens;
  readonly users: Users;
  readonly settings: UserPoolSettings;
  readonly credentials: Credentials;
  /** Lifetime of credentials in seconds. */
  readonly credentialsLifetime: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Called with each identity that an administrator deletes; awaited. */
  readonly onIdentityDeleted?: (identityId: string) => unknown;
}

/**
 * Creates the identity pool's operations: a stable identity for each signed-in user, and temporary credentials for it.
 * Guests get them only if `admission` allows it.
 */
export const createIdentityPool = (options: IdentityPoolOptions): Operations => {
  const { region, identityPoolId, tokens, users, settings, credentials, credentialsLifetime, now } = options;
  const { state, admission } = options;
  const provider = formatProviderName(options);

  /** Returns the principal behind a request's logins, which must be exactly one ID token of the user pool. */
  const authenticatePrincipal = async (parameters: Parameters): Promise<Principal> => {
    const logins = readMap(parameters, 'Logins');
    const providers = Object.keys(logins);
    if (providers.length > 1 || providers[0] !== provider)
      throw notAuthorized('Token is not from a supported provider of this identity pool.');
    const holder = await tokens.holderOfIdToken(readText(logins, provider));
    if (holder === undefined) throw notAuthorized('Invalid login token. Not a valid OpenId Connect identity token.');
    if (settings.identityPool.serverSideTokenCheck) await requireSignedIn(holder);
    return createUserPrincipal(options, holder.sub);
  };

  /**
   * Performs the server-side token check: throws if the user was signed out everywhere, is disabled or no longer exists
   * [Amazon Cognito API Reference, "CognitoIdentityProvider"]. AWS's documentation does not say what happens when only
   * this sign-in was revoked; here it has ended.
   */
  const requireSignedIn = async (holder: IdTokenHolder): Promise<void> => {
    const user = await users.find(holder.sub);
    if (user === undefined || user.disabled || !(await tokens.signIns.counts(holder)))
      throw notAuthorized('Invalid login token. The user was signed out, disabled or deleted.');
  };

  const isGuest = (parameters: Parameters): boolean => {
    if (Object.keys(readMap(parameters, 'Logins')).length > 0) return false;
    if (!admission.guests) throw notAuthorized('Unauthenticated access is not supported for this identity pool.');
    return true;
  };

  /**
   * Returns a guest's principal. Guest identities are recorded when they are issued, and no other id passes for one.
   */
  const guest = async (identityId: string): Promise<Principal> => {
    if ((await state.get(formatGuestKey(identityId))) === undefined)
      throw notFound(`Identity '${identityId}' not found.`);
    return { identityId, identityPoolId, amr: ['unauthenticated'] };
  };

  /**
   * Returns the principal of a request that names its identity. Throws if a signed-in user names an identity that is
   * not their own.
   */
  const namedPrincipal = async (parameters: Parameters): Promise<Principal> => {
    const identityId = readText(parameters, 'IdentityId');
    if (isGuest(parameters)) return guest(identityId);
    const principal = await authenticatePrincipal(parameters);
    if (principal.identityId !== identityId)
      throw notAuthorized(
        'Logins don’t match. Please include at least one valid login for this identity or identity pool.',
      );
    return principal;
  };

  return {
    GetId: async (parameters) => {
      const id = readText(parameters, 'IdentityPoolId');
      if (id !== identityPoolId) throw notFound(`IdentityPool '${id}' not found.`);
      if (isGuest(parameters)) {
        const identityId = `${region}:${randomUUID()}`;
        await state.put(formatGuestKey(identityId), true);
        return { IdentityId: identityId };
      }
      const { identityId } = await authenticatePrincipal(parameters);
      return { IdentityId: identityId };
    },

    GetCredentialsForIdentity: async (parameters) => {
      const principal = await namedPrincipal(parameters);
      if (!admission.takesRole(principal))
        throw new CognitoException(
          'InvalidIdentityPoolConfigurationException',
          'Invalid identity pool configuration. Check assigned IAM roles for this pool.',
        );
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

/** Creates an administrator's operations on the pool's identities. */
export const createIdentityAdmin = ({
  state,
  onIdentityDeleted,
}: Pick<IdentityPoolOptions, 'state' | 'onIdentityDeleted'>): Operations => ({
  // A user's identity is derived from the user's id, so there is nothing to delete: once the user is gone, nobody gets
  // it again.
  DeleteIdentities: async (parameters) => {
    const { IdentityIdsToDelete: ids } = parameters;
    // [Amazon Cognito Federated Identities API Reference, "DeleteIdentities"]
    if (!Array.isArray(ids) || ids.length < 1 || ids.length > 60 || !ids.every((id) => typeof id === 'string'))
      throw invalidParameter('Give 1 to 60 identity ids.');
    for (const id of ids) {
      // Deleting an absent key would still write a record to disk.
      if ((await state.get(formatGuestKey(id))) !== undefined) await state.delete(formatGuestKey(id));
      await onIdentityDeleted?.(id);
    }
    return { UnprocessedIdentityIds: [] };
  },
});

const formatGuestKey = (identityId: string): string => `guest ${identityId}`;

type Pools = Pick<IdentityPoolOptions, 'region' | 'userPoolId' | 'identityPoolId'>;

/** Returns the principal that a signed-in user's credentials speak for. */
export const createUserPrincipal = (pools: Pools, sub: string): Principal => {
  const provider = formatProviderName(pools);
  const amr = ['authenticated', provider, `${provider}:CognitoSignIn:${sub}`];
  return { identityId: deriveIdentityId(pools, sub), identityPoolId: pools.identityPoolId, amr };
};

const formatProviderName = ({ region, userPoolId }: Pools): string =>
  `cognito-idp.${region}.amazonaws.com/${userPoolId}`;

/**
 * Derives a user's identity id: a hash in the form of a UUID, always the same for the same user, so that nothing is
 * stored.
 */
export const deriveIdentityId = (pools: Pools, sub: string): string => {
  const { region, identityPoolId } = pools;
  const parts = JSON.stringify([identityPoolId, formatProviderName(pools), sub]);
  const hash = createHash('sha256').update(parts).digest('hex');
  return `${region}:${hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5')}`;
};
