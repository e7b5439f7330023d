import { invalidParameter, notAuthorized } from './cognito-exception.ts';
import { isEmail } from './email.ts';
import { isMap, list, type Parameters } from './parameters.ts';
import type { User } from './users.ts';

/** Attributes by name, except for the email address and what is derived from it, which are members of `User`. */
export type Attributes = Readonly<Record<string, string>>;

/** The standard attributes of a pool [Amazon Cognito Developer Guide, "Working with user attributes"]. */
const standard = [
  ...['address', 'birthdate', 'email', 'family_name', 'gender', 'given_name', 'locale', 'middle_name', 'name'],
  ...['nickname', 'phone_number', 'picture', 'preferred_username', 'profile', 'updated_at', 'website', 'zoneinfo'],
] as const;

/** Attributes that only an administrator may write. */
const verifications = ['email_verified', 'phone_number_verified'] as const;

const longestValue = 2048;

/**
 * Reads a list of `{ Name, Value }` into attributes by name; the last value of a name counts. Throws
 * `InvalidParameterException` for an attribute that the pool does not have or whose value does not fit, and
 * `NotAuthorizedException` for one that only an administrator may write.
 */
export const readAttributes = (parameters: Parameters, name: string, writer: 'user' | 'administrator'): Attributes => {
  const given = new Map<string, string>();
  for (const each of list(parameters, name)) {
    if (!isMap(each) || typeof each.Name !== 'string' || each.Name === '')
      throw invalidParameter(
        `Value at '${name}' failed to satisfy constraint: Member must be a list of names and values`,
      );
    given.set(each.Name, checkAttribute(each.Name, each.Value ?? '', writer));
  }
  return Object.fromEntries(given);
};

/**
 * Reads a list of attribute names. Throws `InvalidParameterException` for one that the pool does not have or that every
 * user must have.
 */
export const readDeletableAttributes = (parameters: Parameters, name: string): readonly string[] =>
  list(parameters, name).map((each) => {
    if (typeof each !== 'string')
      throw invalidParameter(`Value at '${name}' failed to satisfy constraint: Member must be a list of names`);
    requireKnown(each);
    if (each === 'email') throw invalidParameter('user.email: Attribute cannot be deleted, as it is required.');
    return each;
  });

const requireKnown = (name: string): void => {
  if (name === 'sub' || name === 'identities') throw invalidParameter(`user.${name}: Attribute cannot be updated.`);
  if (name.startsWith('custom:') || name.startsWith('dev:'))
    throw invalidParameter(`Type for attribute {${name.slice(0, 64)}} could not be determined`);
  if (![...standard, ...verifications].some((known) => known === name))
    throw invalidParameter(
      `Attributes did not conform to the schema: ${name.slice(0, 64)}: Attribute does not exist in the schema.`,
    );
};

const checkAttribute = (name: string, value: unknown, writer: 'user' | 'administrator'): string => {
  requireKnown(name);
  if (writer === 'user' && verifications.some((known) => known === name))
    throw notAuthorized('A client attempted to write unauthorized attribute');
  if (typeof value !== 'string' || value.length > longestValue || !value.isWellFormed())
    throw invalidParameter(`user.${name}: String attributes cannot have a length of more than ${longestValue}`);
  const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
  if (value !== '' && rule !== undefined && !rule.fits(value)) throw invalidParameter(rule.otherwise);
  return value;
};

const rules: Readonly<Record<string, { readonly fits: (value: string) => boolean; readonly otherwise: string }>> = {
  email: { fits: (value) => isEmail(value), otherwise: 'Invalid email address format.' },
  phone_number: { fits: (value) => /^\+\d{1,15}$/.test(value), otherwise: 'Invalid phone number format.' },
  birthdate: { fits: (value) => /^\d{4}-\d\d-\d\d$/.test(value), otherwise: 'user.birthdate: must be YYYY-MM-DD.' },
  updated_at: { fits: (value) => /^\d{1,15}$/.test(value), otherwise: 'user.updated_at: must be a number.' },
  email_verified: { fits: isBoolean, otherwise: 'user.email_verified: must be true or false.' },
  phone_number_verified: { fits: isBoolean, otherwise: 'user.phone_number_verified: must be true or false.' },
};

function isBoolean(value: string): boolean {
  return value === 'true' || value === 'false';
}

/** Returns a user's attributes as the API lists them, without the blank ones. */
export const listAttributes = ({ sub, email, emailVerified, attributes = {} }: User) => [
  { Name: 'sub', Value: sub },
  { Name: 'email', Value: email },
  { Name: 'email_verified', Value: String(emailVerified) },
  ...Object.entries(attributes)
    .filter(([, value]) => value !== '')
    .map(([Name, Value]) => ({ Name, Value })),
];

/**
 * Returns a user's attributes as claims of an ID token, without the blank ones: the address as an object, times and
 * booleans in their own types (OpenID Connect Core, 5.1).
 */
export const createClaims = ({ email, emailVerified, attributes = {} }: User): Record<string, unknown> => ({
  ...Object.fromEntries(
    Object.entries(attributes)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [name, createClaim(name, value)]),
  ),
  email,
  email_verified: emailVerified,
});

const createClaim = (name: string, value: string): unknown => {
  if (name === 'address') return { formatted: value };
  if (name === 'updated_at') return Number(value);
  return isBoolean(value) && name.endsWith('_verified') ? value === 'true' : value;
};
