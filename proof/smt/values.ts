/** A constant's value from the solver: the decoded text of a string, otherwise the value as written. */
export type Value = string;

/** Parses a model as Z3 writes it, `(define-fun |a name| () String "a text")` and so on, by the constants' names. */
export const parseValues = (model: string): ReadonlyMap<string, Value> =>
  new Map(
    Array.from(model.matchAll(/\(define-fun (\|[^|]*\||[^\s()|]+) \(\) \S+\s+("(?:[^"]|"")*"|[^\s()]+)\)/g)).map(
      ([, name = '', value = '']) => [name.replace(/^\|(.*)\|$/, '$1'), parseAtom(value)],
    ),
  );

const parseAtom = (atom: string): Value =>
  atom.startsWith('"')
    ? atom
        .slice(1, -1)
        .replaceAll('""', '"')
        .replace(/\\u(?:\{([\da-f]+)\}|([\da-f]{4}))/gi, (_, braced, four) =>
          String.fromCodePoint(Number.parseInt(braced ?? four, 16)),
        )
    : atom;
