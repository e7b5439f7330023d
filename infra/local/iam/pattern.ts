import { err, ok, type Result } from 'neverthrow';

/** A text of a policy, taken apart into what stands for itself and what stands for something else. */
export interface Pattern {
  /** As it is in the policy. */
  readonly written: string;
  readonly parts: readonly Part[];
}

/** `colons`: whether what it stands for may have a colon in it. In most of an ARN it may not. */
export type Part =
  | { readonly kind: 'Text'; readonly text: string }
  /** The request's value of a context key, or else `otherwise`; either is taken literally, wildcards and all. */
  | { readonly kind: 'Variable'; readonly key: string; readonly otherwise?: string; readonly colons: boolean }
  /** `?` */
  | { readonly kind: 'AnyCharacter'; readonly colons: boolean }
  /** `*`, the empty text too. */
  | { readonly kind: 'AnyText'; readonly colons: boolean };

/** What has a meaning of its own in a text; the rest stands for itself. */
export interface PatternGrammar {
  readonly variables: boolean;
  readonly wildcards: boolean;
}

/**
 * Takes a text apart. A variable is `${key}` or `${key, 'default'}`; `${*}`, `${?}` and `${$}` stand for these characters
 * [IAM User Guide, "IAM policy elements: Variables and tags"]. Any other `${` is an error, and says what is wrong with it.
 */
export const parsePattern = (written: string, grammar: PatternGrammar): Result<Pattern, string> => {
  const special = grammar.variables ? /(\$\{[^}]*\}|[*?])/ : /([*?])/;
  const parts: Part[] = [];
  for (const [index, piece] of written.split(special).entries()) {
    // What was split at is every second piece.
    const part = index % 2 === 1 ? parsePart(piece, grammar) : textPart(piece);
    if (part === undefined || (grammar.variables && part.kind === 'Text' && part.text.includes('${')))
      return err(`has a variable that is not understood: ${written}`);
    const last = parts.at(-1);
    if (part.kind === 'Text' && last?.kind === 'Text') parts.splice(-1, 1, textPart(last.text + part.text));
    else if (part.kind !== 'Text' || part.text !== '') parts.push(part);
  }
  return ok({ written, parts });
};

const textPart = (text: string) => ({ kind: 'Text', text }) as const;

const variable = /^\$\{([^\s:,'$]+:[^,'$]*[^\s,'$])(?:, '([^']*)')?\}$/;
const named = /^\$\{([*?$])\}$/;

const parsePart = (piece: string, { wildcards }: PatternGrammar): Part | undefined => {
  if (piece === '*' || piece === '?') {
    if (!wildcards) return textPart(piece);
    return { kind: piece === '*' ? 'AnyText' : 'AnyCharacter', colons: true };
  }
  const [, character] = named.exec(piece) ?? [];
  if (character !== undefined) return textPart(character);
  const [, key, otherwise] = variable.exec(piece) ?? [];
  if (key === undefined) return undefined;
  return { kind: 'Variable', key, ...(otherwise !== undefined && { otherwise }), colons: true };
};
