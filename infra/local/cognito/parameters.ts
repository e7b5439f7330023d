import { invalidParameter } from './cognito-exception.ts';

/** The members of a request, each unknown until it is read. */
export type Parameters = Readonly<Record<string, unknown>>;

/** The maximum lengths of values in characters [Amazon Cognito API Reference]; 131,072 for all others. */
const longest: Readonly<Record<string, number>> = {
  Username: 128,
  USERNAME: 128,
  ClientId: 128,
  UserPoolId: 55,
  IdentityPoolId: 55,
  IdentityId: 55,
  ConfirmationCode: 2048,
  Code: 2048,
  Filter: 256,
  AttributeName: 32,
  UserCode: 32,
};

/** Reads a text of at least one character, and at most as many as Cognito accepts. */
export const readText = (parameters: Parameters, name: string): string => {
  const value = readOptionalText(parameters, name);
  if (value === undefined) throw invalidParameter(`Missing required parameter ${name}`);
  return value;
};

export const readOptionalText = (parameters: Parameters, name: string): string | undefined => {
  const value = readMember(parameters, name);
  if (value === undefined) return undefined;
  const most = Object.hasOwn(longest, name) ? longest[name] : 131_072;
  if (typeof value !== 'string' || value === '' || !value.isWellFormed())
    throw invalidParameter(`Value at '${name}' failed to satisfy constraint: Member must be a string`);
  if (value.length > (most ?? 0)) {
    const constraint = `Member must have length less than or equal to ${most}`;
    throw invalidParameter(
      `1 validation error detected: Value at '${name}' failed to satisfy constraint: ${constraint}`,
    );
  }
  return value;
};

/**
 * Reads a password, which has no white space at either end [Amazon Cognito API Reference, the pattern of every
 * password].
 */
export const readPassword = (parameters: Parameters, name: string): string => {
  const value = readText(parameters, name);
  if (/^\s/.test(value) || /\s$/.test(value.slice(-1)))
    throw invalidParameter(
      `1 validation error detected: Value at '${name}' failed to satisfy constraint: ` +
        `Member must satisfy regular expression pattern: ^[\\S]+.*[\\S]+$`,
    );
  return value;
};

/** Reads a code of six digits. */
export const readSixDigits = (parameters: Parameters, name: string): string => {
  const value = readText(parameters, name);
  if (!/^\d{6}$/.test(value))
    throw invalidParameter(
      `1 validation error detected: Value at '${name}' failed to satisfy constraint: ` +
        'Member must satisfy regular expression pattern: [0-9]+',
    );
  return value;
};

/** Reads a map, or an empty one if it is left out. */
export const readMap = (parameters: Parameters, name: string): Parameters => {
  const value = readMember(parameters, name);
  if (value === undefined) return {};
  if (!isMap(value)) throw invalidParameter(`Value at '${name}' failed to satisfy constraint: Member must be a map`);
  return value;
};

/** Reads a list, or an empty one if it is left out. */
export const list = (parameters: Parameters, name: string): readonly unknown[] => {
  const value = readMember(parameters, name);
  if (value === undefined) return [];
  if (!Array.isArray(value))
    throw invalidParameter(`Value at '${name}' failed to satisfy constraint: Member must be a list`);
  return value;
};

export const isMap = (value: unknown): value is Parameters =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads an own member; `null` counts as absent, as SDKs write it for what is left out. */
const readMember = (parameters: Parameters, name: string): unknown =>
  Object.hasOwn(parameters, name) ? (parameters[name] ?? undefined) : undefined;
