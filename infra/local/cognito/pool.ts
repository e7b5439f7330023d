import { randomInt } from 'node:crypto';
import type { Mail } from '../mailbox.ts';
import { type Parameters, text } from './parameters.ts';
import { checkPassword } from './password-policy.ts';
import { notFound, Refusal } from './refusal.ts';
import { type SrpVerifier, srpVerifier } from './srp.ts';
import type { Tokens } from './tokens.ts';
import type { Code, User, Users } from './users.ts';

/** What the operations of the user pool share. */
export interface Pool {
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly users: Users;
  readonly tokens: Tokens;
  /** 32 bytes. */
  readonly sealingKey: Buffer;
  readonly mail: (mail: Mail) => void | Promise<void>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** One operation of the API: the members of its request to those of its answer. Throws `Refusal`. */
export type Operation = (parameters: Parameters) => Promise<object>;
export type Operations = Readonly<Record<string, Operation>>;

export const requireClient = ({ userPoolClientId }: Pool, parameters: Parameters): void => {
  const id = text(parameters, 'ClientId');
  if (id !== userPoolClientId) throw notFound(`User pool client ${shown(id)} does not exist.`);
};

export const requirePool = ({ userPoolId }: Pool, parameters: Parameters): void => {
  const id = text(parameters, 'UserPoolId');
  if (id !== userPoolId) throw notFound(`User pool ${shown(id)} does not exist.`);
};

const shown = (id: string): string => id.slice(0, 128);

/** Who SRP's `x` is about: the pool's name and the user's id. */
export const srpUser = ({ userPoolId }: Pick<Pool, 'userPoolId'>, sub: string): string =>
  `${userPoolId.split('_')[1]}${sub}`;

/** Throws `InvalidPasswordException`. */
export const verifierOf = (pool: Pool, sub: string, password: string): SrpVerifier => {
  checkPassword(password);
  return srpVerifier(srpUser(pool, sub), password);
};

const maxWrongTries = 5;

/** Six digits, good for so many milliseconds. */
export const newCode = ({ now }: Pool, lifetime: number): Code => ({
  code: String(randomInt(1_000_000)).padStart(6, '0'),
  expires: now() + lifetime,
  wrongTries: 0,
});

/** Throws unless the code is right; a wrong try is counted by `keep`, and the fifth is the last. */
export const redeem = async (
  { now }: Pool,
  code: Code | undefined,
  given: string,
  keep: (code: Code) => Promise<void>,
): Promise<void> => {
  if (code === undefined || code.expires <= now())
    throw new Refusal('ExpiredCodeException', 'Invalid code provided, please request a code again.');
  if (code.wrongTries >= maxWrongTries)
    throw new Refusal('LimitExceededException', 'Attempt limit exceeded, please try after some time.');
  if (code.code === given) return;
  await keep({ ...code, wrongTries: code.wrongTries + 1 });
  throw codeMismatch();
};

export const codeMismatch = () =>
  new Refusal('CodeMismatchException', 'Invalid verification code provided, please try again.');

/** As the real one shows it: `a***@e***`. */
export const delivery = (email: string) => ({
  CodeDeliveryDetails: {
    AttributeName: 'email',
    DeliveryMedium: 'EMAIL',
    Destination: email.replace(/^(.).*@(.).*$/, '$1***@$2***'),
  },
});

export const attributesOf = ({ sub, email, emailVerified }: User) => [
  { Name: 'sub', Value: sub },
  { Name: 'email', Value: email },
  { Name: 'email_verified', Value: String(emailVerified) },
];
