import { err, type Result } from 'neverthrow';
import { findDomain } from '../../aws/domains.ts';
import { type OwnerId, parseOwnerId } from '../../domain/owner.ts';

/**
 * The pools whose identities are admitted, and which of a caller's two ids owns the notes.
 *
 * @example
 * const policy: IdentityPolicy = {
 *   identityPoolId: 'us-east-1:0d2f1c7e-…',
 *   userPoolId: 'us-east-1_Ab1Cd2Ef3',
 *   owner: 'identity',
 * };
 */
export interface IdentityPolicy {
  /** `region:uuid` */
  readonly identityPoolId: string;
  /** `region_id` */
  readonly userPoolId: string;
  readonly owner: 'identity' | 'user-pool-sub';
}

declare const brand: unique symbol;

/**
 * The signer of the request, as API Gateway vouches for it. Only `parseCaller` makes one.
 *
 * @example
 * const logged = ({ userPoolUserId }: Caller): string => userPoolUserId;
 */
export interface Caller {
  readonly [brand]: 'Caller';
  readonly owner: OwnerId;
  /** The identity pool's id for the user, `region:uuid`. */
  readonly identityId: string;
  /** The user pool's id for the user, the `sub` of the tokens: a UUID. */
  readonly userPoolUserId: string;
}

/**
 * The request reached the function without passing an authorizer.
 *
 * @example
 * const failure: NotAuthenticated = { kind: 'NotAuthenticated' };
 */
export interface NotAuthenticated {
  readonly kind: 'NotAuthenticated';
}

/**
 * The caller is known, but may not have notes here. The reason is for the log.
 *
 * @example
 * const inWords = ({ reason }: IdentityRefused): string => `Refused: ${reason}.`;
 */
export interface IdentityRefused {
  readonly kind: 'IdentityRefused';
  readonly reason: IdentityReason;
}

/**
 * The part of an identity that the policy did not accept.
 *
 * @example
 * const reason: IdentityReason = 'the user pool is another one';
 */
export type IdentityReason =
  | 'the caller has plain IAM credentials, not those of a Cognito identity'
  | 'the identity pool is another one'
  | 'the identity id is missing or malformed'
  | 'amr is missing'
  | 'the identity is not authenticated'
  | 'the user pool is another one'
  | 'amr has entries other than those of a sign-in to the user pool'
  | 'the user id in amr is malformed';

/**
 * The event is not of payload format 2.0: the API is set up to send the other format.
 *
 * @example
 * const inWords = ({ reason }: WrongPayloadVersion): string => reason;
 */
export interface WrongPayloadVersion {
  readonly kind: 'WrongPayloadVersion';
  readonly reason: string;
}

/**
 * Why a request has no caller that may own notes.
 *
 * @example
 * const isForeign = ({ kind }: NoCaller): boolean => kind === 'IdentityRefused';
 */
export type NoCaller = NotAuthenticated | IdentityRefused | WrongPayloadVersion;

/**
 * Parses the caller from `requestContext.authorizer.iam.cognitoIdentity` of a payload-2.0 event, and from nothing else
 * in it: API Gateway writes that part itself, after it has verified the signature. The published types declare it as
 * null, so it is read as `unknown`. Refuses everything that is not exactly as expected.
 *
 * @example
 * const owner = parseCaller(event, policy).map((caller) => caller.owner);
 */
export const parseCaller = (event: unknown, policy: IdentityPolicy): Result<Caller, NoCaller> => {
  if (readMember(event, 'version') !== '2.0') return err({ kind: 'WrongPayloadVersion', reason: wrongVersion });
  const iam = readMember(readMember(readMember(event, 'requestContext'), 'authorizer'), 'iam');
  if (typeof iam !== 'object' || iam === null) return err({ kind: 'NotAuthenticated' });
  const identity = readMember(iam, 'cognitoIdentity');
  if (typeof identity !== 'object' || identity === null)
    return refused('the caller has plain IAM credentials, not those of a Cognito identity');

  if (readMember(identity, 'identityPoolId') !== policy.identityPoolId)
    return refused('the identity pool is another one');
  return parseId(
    readMember(identity, 'identityId'),
    'the identity id is missing or malformed',
    readRegionPrefix(policy),
  ).andThen((identityId) =>
    parseUserPoolUserId(readMember(identity, 'amr'), policy.userPoolId).map((userPoolUserId) => {
      const owner: OwnerId = policy.owner === 'identity' ? identityId : userPoolUserId;
      const ids: Omit<Caller, typeof brand> = { owner, identityId, userPoolUserId };
      return ids as Caller;
    }),
  );
};

const wrongVersion =
  'The event is not of payload format 2.0. Serve this function with an HTTP API, and set PayloadFormatVersion of its ' +
  'integration (AWS::ApiGatewayV2::Integration) to "2.0". REST APIs send format 1.0 only.';

/** Returns the prefix of the pool's identity ids: the pool's own region, whatever regions are called, and a colon. */
const readRegionPrefix = ({ identityPoolId }: IdentityPolicy): string =>
  identityPoolId.slice(0, identityPoolId.indexOf(':') + 1);

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Parses one of the caller's ids if it has the form that Cognito gives it: a UUID after `prefix`. */
const parseId = (value: unknown, reason: IdentityReason, prefix = ''): Result<OwnerId, IdentityRefused> => {
  if (typeof value !== 'string' || !value.startsWith(prefix) || !uuid.test(value.slice(prefix.length)))
    return refused(reason);
  return parseOwnerId(value).mapErr(() => ({ kind: 'IdentityRefused', reason }));
};

/**
 * Returns the user's `sub` from `amr`. For a user of the pool, that holds "authenticated", the provider, and the
 * provider followed by ":CognitoSignIn:" and the `sub`, in any order and with nothing else beside them.
 */
const parseUserPoolUserId = (amr: unknown, userPoolId: string): Result<OwnerId, IdentityRefused> => {
  if (!Array.isArray(amr)) return refused('amr is missing');
  const provider = listProviders(userPoolId).find((name) => amr.includes(name));
  if (!amr.includes('authenticated')) return refused('the identity is not authenticated');
  if (provider === undefined) return refused('the user pool is another one');
  const signIn = `${provider}:CognitoSignIn:`;
  const [subject] = amr.filter((entry) => entry !== 'authenticated' && entry !== provider);
  if (amr.length !== 3 || typeof subject !== 'string' || !subject.startsWith(signIn))
    return refused('amr has entries other than those of a sign-in to the user pool');
  return parseId(subject.slice(signIn.length), 'the user id in amr is malformed');
};

/**
 * Returns the names by which the identity pool may know the user pool. They end in the domain of the region's
 * partition, like the pool's issuer [botocore, `partitions.json`]. What partitions other than `aws` write there is
 * uncertain, so both forms are accepted: either names this one pool, because the pool's id contains its region.
 */
const listProviders = (userPoolId: string): readonly string[] => {
  const region = String(userPoolId.split('_')[0]);
  return ['amazonaws.com', findDomain(region)].map((domain) => `cognito-idp.${region}.${domain}/${userPoolId}`);
};

const refused = (reason: IdentityReason) => err({ kind: 'IdentityRefused', reason } as const);

/** Returns an object's own member; `undefined` for anything else. */
const readMember = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
