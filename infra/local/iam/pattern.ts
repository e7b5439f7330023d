import { err, ok, type Result } from 'neverthrow';

/** A text of a policy, split into what is literal and what stands for something else. */
export interface Pattern {
  /** As written in the policy. */
  readonly written: string;
  readonly parts: readonly Part[];
}

/** `colons`: whether the text that it stands for may contain a colon. In most of an ARN it may not. */
export type Part =
  | { readonly kind: 'Text'; readonly text: string }
  /** The request's value of a context key, or else `otherwise`; both are taken literally, including wildcards. */
  | { readonly kind: 'Variable'; readonly key: string; readonly otherwise?: string; readonly colons: boolean }
  /** `?` */
  | { readonly kind: 'AnyCharacter'; readonly colons: boolean }
  /** `*`, which matches the empty text too. */
  | { readonly kind: 'AnyText'; readonly colons: boolean };

/** What has a special meaning in a text; the rest is literal. */
export interface PatternGrammar {
  readonly variables: boolean;
  readonly wildcards: boolean;
}

/**
 * Parses a text. A variable is `${key}` or `${key, 'default'}`; `${*}`, `${?}` and `${$}` stand for these characters
 * [IAM User Guide, "IAM policy elements: Variables and tags"]. Any other `${` is an error, which says what is wrong.
 */
export const parsePattern = (written: string, grammar: PatternGrammar): Result<Pattern, string> => {
  const special = grammar.variables ? /(\$\{[^}]*\}|[*?])/ : /([*?])/;
  const parts: Part[] = [];
  for (const [index, piece] of written.split(special).entries()) {
    // Every second piece is a separator.
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
