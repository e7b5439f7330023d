/** A formula, or a value, of SMT-LIB 2, as text. */
export type Term = string;

export const yes: Term = 'true';
export const no: Term = 'false';

/** As in `(f a b)`. */
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
/** Two texts are written in one way each, so that they are the same where they are written the same. */
const isLiteral = (term: Term): boolean => term.startsWith('"');
export const isAmong = (term: Term, values: readonly Term[]): Term => some(values.map((value) => equal(term, value)));

/** A name that may have anything in it but the two characters that SMT-LIB takes for itself. */
export const symbol = (name: string): Term => {
  if (/[|\\]/.test(name)) throw new Error(`Not a name for SMT-LIB: ${name}`);
  return `|${name}|`;
};

/** The last character that the theory of strings has; there is no note, tag or ARN beyond it. */
const lastCharacter = 0x2ffff;

/** A text as SMT-LIB writes it: quotes doubled, and what is not printable ASCII by its code point. */
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
