/** Characters of a text from elsewhere that are shown at most. */
const longest = 300;

/** What is shown in place of a secret. */
const mark = '[secret]';

/** A JSON web token, whoever's it is. */
const anyToken = /\beyJ[\w-]{8,}(?:\.[\w-]*){0,4}/g;

/** Characters that a secret has at least: no password of Cognito's, no code and no key is shorter, and less may be anywhere. */
const shortest = 6;

/**
 * A record of texts without what may not be shown. Checks put no secret into what they say; but a service may answer with what it was asked,
 * and its message is evidence.
 */
export const redact = <T>(value: T, secrets: Iterable<string>): T => {
  // The longest first: one may be in another.
  const known = [...secrets]
    .filter(({ length }) => length >= shortest)
    .toSorted((one, other) => other.length - one.length);
  return mapTexts(value, (text) =>
    known.reduce((rest, secret) => rest.replaceAll(secret, mark), text).replace(anyToken, mark),
  );
};

/** The same with no text longer than evidence need be. */
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
