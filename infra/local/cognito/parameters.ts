import { invalidParameter } from './refusal.ts';

/** The members of a request, each of them unknown until it is read. */
export type Parameters = Readonly<Record<string, unknown>>;

/** A text of 1 to 131,072 characters, the bound of Cognito's longest parameters. */
export const text = (parameters: Parameters, name: string): string => {
  const value = optionalText(parameters, name);
  if (value === undefined) throw invalidParameter(`Missing required parameter ${name}`);
  return value;
};

export const optionalText = (parameters: Parameters, name: string): string | undefined => {
  const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string' || value === '' || value.length > 131_072 || !value.isWellFormed())
    throw invalidParameter(`Value at '${name}' failed to satisfy constraint: Member must be a string`);
  return value;
};

/** A map of texts, empty where it is left out. */
export const map = (parameters: Parameters, name: string): Parameters => {
  const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value))
    throw invalidParameter(`Value at '${name}' failed to satisfy constraint: Member must be a map`);
  return value as Parameters;
};

/** The value of an attribute in a list of `{ Name, Value }`. */
export const attribute = (parameters: Parameters, list: string, name: string): string | undefined => {
  const value = parameters[list];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value))
    throw invalidParameter(`Value at '${list}' failed to satisfy constraint: Member must be a list`);
  const found: unknown = value.find((each: unknown) => isMap(each) && each.Name === name);
  return isMap(found) ? optionalText(found, 'Value') : undefined;
};

const isMap = (value: unknown): value is Parameters => typeof value === 'object' && value !== null;
