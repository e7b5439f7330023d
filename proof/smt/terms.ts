/** A formula or a value, as SMT-LIB 2 text. */
export type Term = string;

export const yes: Term = 'true';
export const no: Term = 'false';

/** Returns an application such as `(f a b)`. */
export const call = (name: string, ...operands: readonly Term[]): Term => `(${name} ${operands.join(' ')})`;

export const all = (terms: readonly Term[]): Term => {
  const left = [...new Set(terms)].filter((term) => term !== yes);
  if (left.includes(no)) return no;
  return left.length > 1 ? call('and', ...left) : (left[0] ?? yes);
};

export const some = (terms: readonly Term[]): Term => {
  const left = [...new Set(terms)].filter((term) => term !== no);
  if (left.includes(yes)) return yes;
  return left.length > 1 ? call('or', ...left) : (left[0] ?? no);
};

export const not = (term: Term): Term => (term === yes ? no : term === no ? yes : call('not', term));
export const implies = (premise: Term, conclusion: Term): Term => some([not(premise), conclusion]);
export const equal = (left: Term, right: Term): Term => {
  if (left === right) return yes;
  return isLiteral(left) && isLiteral(right) ? no : call('=', left, right);
};
/** Each text has only one literal form, so two literals are equal exactly if they are written the same. */
const isLiteral = (term: Term): boolean => term.startsWith('"');
export const isAmong = (term: Term, values: readonly Term[]): Term => some(values.map((value) => equal(term, value)));

/**
 * Quotes a name, which may contain anything but the two characters that SMT-LIB reserves. Throws if it contains one.
 */
export const symbol = (name: string): Term => {
  if (/[|\\]/.test(name)) throw new Error(`Not a name for SMT-LIB: ${name}`);
  return `|${name}|`;
};

/** The last character in the theory of strings. No note, tag or ARN uses one beyond it. */
const lastCharacter = 0x2ffff;

/** Writes a text as SMT-LIB does: doubles quotes, and escapes everything but printable ASCII as code points. */
export const literal = (text: string): Term => {
  const written = Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code > lastCharacter) throw new Error(`SMT-LIB has no character of the code point ${code.toString(16)}.`);
    if (character === '"') return '""';
    return code < 0x20 || code > 0x7e || character === '\\' ? `\\u{${code.toString(16)}}` : character;
  });
  return `"${written.join('')}"`;
};

export const joined = (terms: readonly Term[]): Term =>
  terms.length > 1 ? call('str.++', ...terms) : (terms[0] ?? literal(''));
