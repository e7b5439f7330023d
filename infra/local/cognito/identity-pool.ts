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
  /** Whether whoever has signed in nowhere gets an identity. */
  readonly guests: boolean;
  /** Whether the pool's role trusts an identity. */
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
  /** Seconds that credentials are good for. */
  readonly credentialsLifetime: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Told of an identity that an administrator deleted; waited for. */
  readonly onIdentityDeleted?: (identityId: string) => unknown;
}

/** The identity pool: a signed-in user's stable identity, and temporary credentials for it. Guests get some only where it says so. */
export const createIdentityPool = (options: IdentityPoolOptions): Operations => {
  const { region, identityPoolId, tokens, users, settings, credentials, credentialsLifetime, now } = options;
  const { state, admission } = options;
  const provider = providerNameOf(options);

  /** The identity behind the logins of a request; they must be one, an ID token of the user pool. */
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
   * The server-side token check: who was signed out everywhere, or is not there any more, gets nothing [Amazon Cognito API Reference,
   * "CognitoIdentityProvider"]. What AWS does of a sign-in that was revoked by itself, its documentation leaves open; here it has ended.
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

  /** A guest's identity is known from when it was asked for; nobody else's passes for one. */
  const guest = async (identityId: string): Promise<Principal> => {
    if ((await state.get(guestKey(identityId))) === undefined) throw notFound(`Identity '${identityId}' not found.`);
    return { identityId, identityPoolId, amr: ['unauthenticated'] };
  };

  /** The principal of a request that names its identity, which must be the user's own. */
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
        await state.put(guestKey(identityId), true);
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

/** What whoever administers the pool does about its identities. */
export const createIdentityAdmin = ({
  state,
  onIdentityDeleted,
}: Pick<IdentityPoolOptions, 'state' | 'onIdentityDeleted'>): Operations => ({
  // There is nothing to delete of a user's, which follows from who the user is: without the user nobody gets it again.
  DeleteIdentities: async (parameters) => {
    const { IdentityIdsToDelete: ids } = parameters;
    // [Amazon Cognito Federated Identities API Reference, "DeleteIdentities"]
    if (!Array.isArray(ids) || ids.length < 1 || ids.length > 60 || !ids.every((id) => typeof id === 'string'))
      throw invalidParameter('1 to 60 ids of identities are to be given.');
    for (const id of ids) {
      // A deletion of what is not there would be a note of it on the disk.
      if ((await state.get(guestKey(id))) !== undefined) await state.delete(guestKey(id));
      await onIdentityDeleted?.(id);
    }
    return { UnprocessedIdentityIds: [] };
  },
});

const guestKey = (identityId: string): string => `guest ${identityId}`;

type Pools = Pick<IdentityPoolOptions, 'region' | 'userPoolId' | 'identityPoolId'>;

/** Whom credentials of a signed-in user speak for. */
export const createUserPrincipal = (pools: Pools, sub: string): Principal => {
  const provider = providerNameOf(pools);
  const amr = ['authenticated', provider, `${provider}:CognitoSignIn:${sub}`];
  return { identityId: deriveIdentityId(pools, sub), identityPoolId: pools.identityPoolId, amr };
};

const providerNameOf = ({ region, userPoolId }: Pools): string => `cognito-idp.${region}.amazonaws.com/${userPoolId}`;

/** The same for the same user for ever, with nothing to remember: a hash in the form of a UUID. */
export const deriveIdentityId = (pools: Pools, sub: string): string => {
  const { region, identityPoolId } = pools;
  const parts = JSON.stringify([identityPoolId, providerNameOf(pools), sub]);
  const hash = createHash('sha256').update(parts).digest('hex');
  return `${region}:${hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5')}`;
};
