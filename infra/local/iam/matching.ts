import type { ContextKeys } from './context.ts';
import type { Part, Pattern } from './pattern.ts';

/** A pattern with the request's values in place of its variables. */
export interface FilledPattern {
  /** The readable form; a variable without a value is left as it was. */
  readonly shown: string;
  readonly parts: readonly Exclude<Part, { kind: 'Variable' }>[];
  /**
   * Variables that have no value, or one that is not allowed where they are. If there are any, the pattern matches
   * nothing.
   */
  readonly withoutValue: readonly string[];
}

export const fillPattern = (pattern: Pattern, keys: ContextKeys): FilledPattern => {
  const parts: Exclude<Part, { kind: 'Variable' }>[] = [];
  const withoutValue: string[] = [];
  for (const part of pattern.parts) {
    const value = part.kind === 'Variable' ? (keys.variable(part.key) ?? part.otherwise) : undefined;
    if (part.kind !== 'Variable') parts.push(part);
    else if (value !== undefined && (part.colons || !value.includes(':'))) parts.push({ kind: 'Text', text: value });
    else {
      withoutValue.push(part.key);
      parts.push({ kind: 'Text', text: `\${${part.key}}` });
    }
  }
  return { shown: parts.map(formatPart).join(''), parts, withoutValue };
};

const formatPart = (part: FilledPattern['parts'][number]): string =>
  part.kind === 'Text' ? part.text : part.kind === 'AnyText' ? '*' : '?';

/**
 * Returns whether the whole text matches a pattern. Follows all ways to match at once, so that its time is bounded by
 * the product of both lengths, whatever the pattern.
 */
export const isLike = (pattern: FilledPattern, text: string, { ignoreCase = false } = {}): boolean => {
  if (pattern.withoutValue.length > 0) return false;
  const compared = ignoreCase ? text.toLowerCase() : text;
  let ends: ReadonlySet<number> = new Set([0]);
  for (const part of pattern.parts) {
    const next = new Set<number>();
    for (const end of ends)
      for (const position of listReached(part, compared, end, ignoreCase)) {
        // From here on, every position has been reached already.
        if (next.has(position)) break;
        next.add(position);
      }
    ends = next;
  }
  return ends.has(compared.length);
};

/** Yields the positions where a part that begins at `start` can end. */
function* listReached(
  part: FilledPattern['parts'][number],
  text: string,
  start: number,
  ignoreCase: boolean,
): Generator<number> {
  if (part.kind === 'Text') {
    const literal = ignoreCase ? part.text.toLowerCase() : part.text;
    if (text.startsWith(literal, start)) yield start + literal.length;
    return;
  }
  let end = start;
  if (part.kind === 'AnyText') yield end;
  // By code points: half of a surrogate pair is not a character.
  for (let code = text.codePointAt(end); code !== undefined; code = text.codePointAt(end)) {
    if (!part.colons && code === colon) return;
    end += code > 0xffff ? 2 : 1;
    yield end;
    if (part.kind === 'AnyCharacter') return;
  }
}

const colon = ':'.charCodeAt(0);
