import type { Part, Pattern } from '../../infra/local/iam/pattern.ts';
import {
  anyCharacter,
  anyNumberOf,
  anyText,
  exactly,
  inAnyCase,
  isIn,
  type Language,
  noColon,
  sequence,
} from '../smt/languages.ts';
import { all, call, equal, joined, literal, not, type Term, yes } from '../smt/terms.ts';
import type { SymbolicContext } from './context.ts';
import { notModelled } from './not-modelled.ts';

type Variable = Extract<Part, { kind: 'Variable' }>;
type Wildcard = Extract<Part, { kind: 'AnyText' | 'AnyCharacter' }>;

/** Models that a text matches a pattern, as `isLike` of the evaluator decides it once the variables are filled in. */
export const isLike = (text: Term, pattern: Pattern, context: SymbolicContext, ignoreCase: boolean): Term => {
  const { parts, written } = pattern;
  const variables = parts.filter((part) => part.kind === 'Variable');
  if (variables.length === 0) return isInLanguage(text, parts, ignoreCase);
  if (ignoreCase) throw notModelled(`a variable in any case, in ${written}`);
  const found = variables.map((variable) => modelVariable(variable, context));
  const values = new Map(variables.map((variable, index) => [variable, found[index]?.value ?? literal('')]));
  const pieces = splitAtWildcards(pattern).map((piece) =>
    joined(piece.map((part) => (part.kind === 'Text' ? literal(part.text) : (values.get(part) ?? '')))),
  );
  return all([...found.map(({ exists }) => exists), isOfPieces(text, pieces)]);
};

const isInLanguage = (text: Term, parts: readonly Part[], ignoreCase: boolean): Term => {
  const [first, ...others] = parts;
  if (!ignoreCase && others.length === 0 && (first === undefined || first.kind === 'Text'))
    return equal(text, literal(first?.text ?? ''));
  if (others.length === 0 && first?.kind === 'AnyText' && first.colons) return yes;
  return isIn(
    text,
    sequence(
      parts.map((part) => {
        if (part.kind === 'Text') return ignoreCase ? inAnyCase(part.text) : exactly(part.text);
        return modelWildcard(part as Wildcard);
      }),
    ),
  );
};

const modelWildcard = ({ kind, colons }: Wildcard): Language => {
  if (kind === 'AnyText') return colons ? anyText : anyNumberOf(noColon);
  return colons ? anyCharacter : noColon;
};

/** Models a variable's value, and whether it has one that is valid in its place. */
const modelVariable = (
  { key, otherwise, colons }: Variable,
  context: SymbolicContext,
): { value: Term; exists: Term } => {
  const { multivalued, values } = context.key(key);
  const [first] = values;
  // A multivalued key cannot be a variable, and an empty value counts as missing.
  const isThere =
    multivalued || first === undefined ? 'false' : all([first.isGiven, not(equal(first.text, literal('')))]);
  const own = first?.text ?? literal('');
  const value = otherwise === undefined ? own : call('ite', isThere, own, literal(otherwise));
  return {
    value,
    exists: all([otherwise === undefined ? isThere : yes, colons ? yes : not(call('str.contains', value, '":"'))]),
  };
};

const splitAtWildcards = ({ parts, written }: Pattern): readonly Exclude<Part, Wildcard>[][] => {
  const pieces: Exclude<Part, Wildcard>[][] = [[]];
  for (const part of parts) {
    if (part.kind === 'Text' || part.kind === 'Variable') pieces.at(-1)?.push(part);
    else if (part.kind === 'AnyText' && part.colons) pieces.push([]);
    else throw notModelled(`a variable beside a wildcard that stands for less than any text, in ${written}`);
  }
  return pieces;
};

/**
 * Models that a text consists of these pieces with any text between them: it begins with the first, ends with the last,
 * and contains the others in this order. Each of those may be matched at its first occurrence.
 */
const isOfPieces = (text: Term, pieces: readonly Term[]): Term => {
  const [first = literal(''), ...others] = pieces;
  const last = others.pop();
  if (last === undefined) return equal(text, first);
  const demands = [call('str.prefixof', first, text)];
  let end = call('str.len', first);
  for (const piece of others) {
    const place = call('str.indexof', text, piece, end);
    demands.push(call('>=', place, '0'));
    end = call('+', place, call('str.len', piece));
  }
  demands.push(call('str.suffixof', last, text));
  demands.push(call('>=', call('-', call('str.len', text), call('str.len', last)), end));
  return all(demands);
};
