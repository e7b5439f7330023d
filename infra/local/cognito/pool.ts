import { randomInt } from 'node:crypto';
import type { UserPoolSettings } from '../../user-pool-settings.ts';
import type { Mail } from '../mailbox.ts';
import { CognitoException, notAuthorized, notFound } from './cognito-exception.ts';
import { type Parameters, readText } from './parameters.ts';
import { checkPassword } from './password-policy.ts';
import { createSrpVerifier, type SrpVerifier } from './srp.ts';
import type { Tokens } from './tokens.ts';
import type { Code, User, Users } from './users.ts';

/** What the operations of the user pool share. */
export interface Pool {
  readonly settings: UserPoolSettings;
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly users: Users;
  readonly tokens: Tokens;
  /** 32 bytes. */
  readonly sealingKey: Buffer;
  readonly mail: (mail: Mail) => void | Promise<void>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** The time of users' authenticator apps, in epoch milliseconds, which moving this stack's clock does not change. */
  readonly deviceNow: () => number;
}

/**
 * One operation of the API: takes the members of its request and returns those of its answer. Throws
 * `CognitoException`.
 */
export type Operation = (parameters: Parameters) => Promise<object>;
export type Operations = Readonly<Record<string, Operation>>;

export const requireClient = ({ userPoolClientId }: Pool, parameters: Parameters): void => {
  const id = readText(parameters, 'ClientId');
  if (id !== userPoolClientId) throw notFound(`User pool client ${id} does not exist.`);
};

export const requirePool = ({ userPoolId }: Pool, parameters: Parameters): void => {
  const id = readText(parameters, 'UserPoolId');
  if (id !== userPoolId) throw notFound(`User pool ${id} does not exist.`);
};

/** Returns the identity in SRP's `x`: the pool's name followed by the user's id. */
export const formatSrpUser = ({ userPoolId }: Pick<Pool, 'userPoolId'>, sub: string): string =>
  `${userPoolId.split('_')[1]}${sub}`;

/**
 * Creates an SRP verifier for a password. Throws `InvalidPasswordException` if the password breaks the pool's policy.
 */
export const createVerifier = (pool: Pool, sub: string, password: string): SrpVerifier => {
  checkPassword(pool.settings.password, password);
  return createSrpVerifier(formatSrpUser(pool, sub), password);
};

/** Throws `NotAuthorizedException` if the user is disabled. */
export const requireEnabled = <U extends User>(user: U): U => {
  if (user.disabled) throw notAuthorized('User is disabled.');
  return user;
};

/** Returns the user of a valid access token. Throws `NotAuthorizedException`. */
export const findTokenHolder = async ({ users, tokens }: Pool, parameters: Parameters): Promise<User> => {
  const user = await users.find(await tokens.userOfAccessToken(readText(parameters, 'AccessToken')));
  if (user === undefined) throw notAuthorized('Invalid Access Token');
  return requireEnabled(user);
};

/** Runs `run` with the user of an access token, while no other request changes that user. */
export const runAsUser = async <T>(pool: Pool, parameters: Parameters, run: (user: User) => Promise<T>): Promise<T> => {
  const { sub } = await findTokenHolder(pool, parameters);
  return pool.users.alone(sub, async () => run(await findTokenHolder(pool, parameters)));
};

const maxWrongTries = 5;

/** Creates a code of six digits; `lifetime` is in milliseconds. */
export const createCode = ({ now }: Pick<Pool, 'now'>, lifetime: number): Code => ({
  code: String(randomInt(1_000_000)).padStart(6, '0'),
  expires: now() + lifetime,
  wrongTries: 0,
});

/**
 * Throws unless the code is right. `keep` stores the count of wrong tries, after `maxWrongTries` of which even the
 * right code is refused.
 */
export const redeemCode = async (
  { now }: Pick<Pool, 'now'>,
  code: Code | undefined,
  given: string,
  keep: (code: Code) => Promise<void>,
): Promise<void> => {
  if (code === undefined || code.expires <= now())
    throw new CognitoException('ExpiredCodeException', 'Invalid code provided, please request a code again.');
  if (code.wrongTries >= maxWrongTries)
    throw new CognitoException('LimitExceededException', 'Attempt limit exceeded, please try after some time.');
  if (code.code === given) return;
  await keep({ ...code, wrongTries: code.wrongTries + 1 });
  throw codeMismatch();
};

export const codeMismatch = () =>
  new CognitoException('CodeMismatchException', 'Invalid verification code provided, please try again.');
