import { err, ok, type Result } from 'neverthrow';
import { formatAwsHost } from '../aws/domains.ts';
import type { Clock } from './clock.ts';
import { type CognitoCall, type CognitoFailure, callCognito, readExceptionType } from './cognito.ts';
import type { NotesConfig } from './config.ts';
import { type Reader, readAmount, readRecord, readText } from './shapes.ts';
import type { Tokens } from './user-pool-answers.ts';

/**
 * Temporary credentials of the identity pool.
 *
 * @example
 * const owner = await session.credentials().map((credentials: Credentials) => credentials.identityId);
 */
export interface Credentials {
  /** The user's id in the identity pool: the owner of the notes. */
  readonly identityId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** When they expire, in epoch milliseconds by Cognito's clock. */
  readonly expires: number;
}

/** An identity id that the identity pool issued. */
export type Identity = string & { readonly identity?: never };

export interface Given {
  readonly credentials: Credentials;
  readonly identity: Identity;
  /**
   * When the pool says that they expire, in epoch milliseconds. `expires` of the credentials is never so soon that
   * nothing could be done with them.
   */
  readonly ends: number;
}

export interface PoolCallOptions extends Pick<CognitoCall<unknown>, 'ending' | 'fetch' | 'onAnswer'> {
  readonly clock: Clock;
}

/**
 * Milliseconds for which new credentials count as valid at least, if they seem to have expired on their way, by a clock
 * that nothing corrects.
 */
const leastLife = 10 * 60 * 1000;

/** Creates the function through which every call to the identity pool goes, with an ID token of the user pool. */
const createPoolCall =
  (config: NotesConfig, { idToken }: Pick<Tokens, 'idToken'>, { clock: _, ...asking }: PoolCallOptions) =>
  <T>(operation: string, parameters: object, read: Reader<T>) => {
    const Logins = { [`${formatAwsHost('cognito-idp', config.region)}/${config.userPoolId}`]: idToken };
    return callCognito(config, {
      ...{ service: 'cognito-identity', operation, parameters: { ...parameters, Logins }, read },
      ...asking,
    });
  };

/** Fetches the identity of an ID token's user; the pool creates one if there is none. Never rejects. */
export const fetchIdentity = async (
  config: NotesConfig,
  tokens: Pick<Tokens, 'idToken'>,
  asking: PoolCallOptions,
): Promise<Result<Identity, CognitoFailure>> =>
  (await createPoolCall(config, tokens, asking)('GetId', { IdentityPoolId: config.identityPoolId }, identityId)).map(
    ({ value }) => value.IdentityId,
  );

/** Fetches credentials for an identity, which must be that of the ID token's user. Never rejects. */
export const fetchCredentialsFor = async (
  config: NotesConfig,
  tokens: Pick<Tokens, 'idToken'>,
  IdentityId: Identity,
  asking: PoolCallOptions,
): Promise<Result<Given, CognitoFailure>> =>
  (await createPoolCall(config, tokens, asking)('GetCredentialsForIdentity', { IdentityId }, credentialsAnswer)).map(
    ({ value: { IdentityId: identity, Credentials: keys } }) => {
      const ends = keys.Expiration * 1000;
      const credentials = {
        identityId: identity,
        accessKeyId: keys.AccessKeyId,
        secretAccessKey: keys.SecretKey,
        sessionToken: keys.SessionToken,
        expires: Math.max(ends, asking.clock.now() + leastLife),
      };
      return { credentials, identity, ends };
    },
  );

/**
 * Fetches credentials for the user of an ID token. If the pool no longer knows the identity, because it was deleted,
 * asks for a new one. Never rejects.
 */
export const fetchCredentials = async (
  config: NotesConfig,
  tokens: Pick<Tokens, 'idToken'>,
  known: Identity | undefined,
  asking: PoolCallOptions,
): Promise<Result<Given, CognitoFailure>> => {
  const found = known === undefined ? await fetchIdentity(config, tokens, asking) : ok(known);
  if (found.isErr()) return err(found.error);
  const given = await fetchCredentialsFor(config, tokens, found.value, asking);
  const isGone = given.isErr() && readExceptionType(given.error) === 'ResourceNotFoundException';
  return known !== undefined && isGone ? fetchCredentials(config, tokens, undefined, asking) : given;
};

const identityId = readRecord({ IdentityId: readText });

const credentialsAnswer = readRecord({
  IdentityId: readText,
  Credentials: readRecord({
    AccessKeyId: readText,
    SecretKey: readText,
    SessionToken: readText,
    Expiration: readAmount,
  }),
});
