/** Maximum characters shown of a text from elsewhere. */
const longest = 300;

/** Replaces a secret. */
const mark = '[secret]';

/** Matches any JSON Web Token. */
const anyToken = /\beyJ[\w-]{8,}(?:\.[\w-]*){0,4}/g;

/**
 * The least characters of a secret: Cognito's passwords and codes and all keys are at least as long, and a shorter text
 * may occur anywhere.
 */
const shortest = 6;

/**
 * Returns the value with all secrets in its texts replaced. Checks put no secrets into their findings, but a service
 * may echo the request, and its message is evidence.
 */
export const redact = <T>(value: T, secrets: Iterable<string>): T => {
  // Longest first, since one secret may contain another.
  const known = [...secrets]
    .filter(({ length }) => length >= shortest)
    .toSorted((one, other) => other.length - one.length);
  return mapTexts(value, (text) =>
    known.reduce((rest, secret) => rest.replaceAll(secret, mark), text).replace(anyToken, mark),
  );
};

/** Returns the value with its texts shortened to what evidence needs. */
export const clip = <T>(value: T): T =>
  mapTexts(value, (text) => (text.length > longest ? `${text.slice(0, longest)}…` : text));

const mapTexts = <T>(value: T, change: (text: string) => string): T => {
  const each = (given: unknown): unknown => {
    if (typeof given === 'string') return change(given);
    if (Array.isArray(given)) return given.map(each);
    if (typeof given !== 'object' || given === null) return given;
    return Object.fromEntries(Object.entries(given).map(([name, member]) => [name, each(member)]));
  };
  return each(value) as T;
};
