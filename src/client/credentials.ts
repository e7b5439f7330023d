import { err, ok, type Result } from 'neverthrow';
import { awsHost } from '../aws/domains.ts';
import type { Clock } from './clock.ts';
import { type CognitoCall, type CognitoFailure, callCognito, exceptionOf } from './cognito.ts';
import type { NotesConfig } from './config.ts';
import { amount, type Reader, record, text } from './shapes.ts';
import type { Tokens } from './user-pool-answers.ts';

/** Temporary credentials of the identity pool. */
export interface Credentials {
  /** The user's id in the identity pool: the owner of the notes. */
  readonly identityId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Epoch milliseconds, by Cognito's clock. */
  readonly expires: number;
}

/** An identity id that the pool gave. */
export type Identity = string & { readonly identity?: never };

export interface Given {
  readonly credentials: Credentials;
  readonly identity: Identity;
}

interface Asking extends Pick<CognitoCall<unknown>, 'ending' | 'fetch' | 'onAnswer'> {
  readonly clock: Clock;
}

/** Milliseconds: how long credentials count as good if they seem to have ended on their way, by a clock that nothing corrects. */
const leastLife = 10 * 60 * 1000;

/**
 * Credentials for the user of an ID token. An identity that the pool does not know any more, because it was deleted, is asked for
 * anew. Never rejects.
 */
export const credentialsOf = async (
  config: NotesConfig,
  { idToken }: Pick<Tokens, 'idToken'>,
  known: Identity | undefined,
  { clock, ...asking }: Asking,
): Promise<Result<Given, CognitoFailure>> => {
  const Logins = { [`${awsHost('cognito-idp', config.region)}/${config.userPoolId}`]: idToken };
  const call = <T>(operation: string, parameters: object, read: Reader<T>) =>
    callCognito(config, {
      ...{ service: 'cognito-identity', operation, parameters: { ...parameters, Logins }, read },
      ...asking,
    });

  const found =
    known === undefined
      ? await call('GetId', { IdentityPoolId: config.identityPoolId }, identityId)
      : ok({ value: { IdentityId: known } });
  if (found.isErr()) return err(found.error);
  const { IdentityId } = found.value.value;
  const given = await call('GetCredentialsForIdentity', { IdentityId }, credentialsAnswer);
  if (given.isErr()) {
    const isGone = exceptionOf(given.error) === 'ResourceNotFoundException';
    return known !== undefined && isGone
      ? credentialsOf(config, { idToken }, undefined, { clock, ...asking })
      : err(given.error);
  }
  const { IdentityId: identity, Credentials: keys } = given.value.value;
  const credentials = {
    identityId: identity,
    accessKeyId: keys.AccessKeyId,
    secretAccessKey: keys.SecretKey,
    sessionToken: keys.SessionToken,
    expires: Math.max(keys.Expiration * 1000, clock.now() + leastLife),
  };
  return ok({ credentials, identity });
};

const identityId = record({ IdentityId: text });

const credentialsAnswer = record({
  IdentityId: text,
  Credentials: record({ AccessKeyId: text, SecretKey: text, SessionToken: text, Expiration: amount }),
});
