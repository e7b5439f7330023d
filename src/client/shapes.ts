/** Reads an answer by its shape. Returns its value, or `undefined` if it has not the expected shape. Never throws. */
export type Reader<T> = (value: unknown) => T | undefined;

export type Members = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

export const isAmount = (value: unknown): value is number => Number.isFinite(value);

/**
 * Creates a reader of objects, with a reader for each member. An optional member may be missing, or null, which some
 * servers write for a missing one; then it is left out.
 */
export const readRecord =
  <T extends object>(
    readers: { readonly [K in keyof T]-?: Reader<T[K] | undefined> },
    optional: readonly (keyof T)[] = [],
  ) =>
  (value: unknown): T | undefined => {
    if (!isRecord(value)) return undefined;
    const read: Record<string, unknown> = {};
    for (const name of Object.keys(readers) as (keyof T & string)[]) {
      const given = Object.hasOwn(value, name) ? value[name] : undefined;
      if (given == null && optional.includes(name)) continue;
      const member = readers[name](given);
      if (member === undefined) return undefined;
      read[name] = member;
    }
    return read as T;
  };

export const readText: Reader<string> = (value) => (isText(value) ? value : undefined);

export const readAnyText: Reader<string> = (value) => (typeof value === 'string' ? value : undefined);

export const readAmount: Reader<number> = (value) => (isAmount(value) ? value : undefined);

export const readListOf =
  <T>(reader: Reader<T>): Reader<readonly T[]> =>
  (value) => {
    if (!Array.isArray(value)) return undefined;
    const read = value.map(reader);
    return read.includes(undefined) ? undefined : (read as readonly T[]);
  };
