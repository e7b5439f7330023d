import { emptyElements, listedTag, maxTags } from '../adapters/api-gateway/preconditions.ts';
import { noteIdPattern, revisionPattern } from '../domain/patterns.ts';

// Made of the very expressions that requests are read by. A pattern is for every language's engine, so there is neither look-around
// nor a class of Unicode's in any [JSON Schema 2020-12, Core, 6.4].

/** A pattern of JSON Schema has no flags: the letters of an expression that goes by neither case stand in it in both. */
export const createPattern = ({ source, ignoreCase }: RegExp): string =>
  ignoreCase ? source.replace(/\\.|\[[^\]]*\]|[a-z]/g, inBothCases) : source;

const inBothCases = (token: string): string => {
  if (token.startsWith('\\')) return token;
  if (!token.startsWith('[')) return `[${token}${token.toUpperCase()}]`;
  const letters = token.match(/[a-z](?:-[a-z])?/g) ?? [];
  return token.replace(']', `${letters.join('').toUpperCase()}]`);
};

/** The pattern of a text that was made of examples, with that of its own in place of each. */
export const createPatternLike = (made: string, examples: Readonly<Record<string, string>>): string => {
  const escaped = made.replace(/[\^$.*+?()[\]{}|\\/]/g, '\\$&');
  const replaced = Object.entries(examples).reduce((text, [each, pattern]) => text.replace(each, pattern), escaped);
  return `^${replaced}$`;
};

/** Without the anchors, for a place in another pattern. */
const within = (pattern: string): string => pattern.replace(/^\^|\$$/g, '');

export const idPattern = createPattern(noteIdPattern);
export const idWithin = within(idPattern);

export const etagPattern = `^"${within(createPattern(revisionPattern))}"$`;

export const idempotencyKeyPattern = `^\\s*(?:${idWithin}|"${idWithin}")\\s*$`;

export const entityTagsPattern = `^(?:\\s*\\*\\s*|${within(emptyElements.source)}(?:${listedTag.source}){1,${maxTags}})$`;

/** No encoding, by its name (RFC 9110, 12.5.3). */
export const identityPattern = createPattern(/^\s*identity\s*$/i);
