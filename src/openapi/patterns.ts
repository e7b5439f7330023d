import { emptyElements, listedTag, maxTags } from '../adapters/api-gateway/etag.ts';
import { noteIdPattern, revisionPattern } from '../domain/patterns.ts';

// Built from the very expressions that read requests. A pattern must suit every language's engine, so none uses
// look-around or a Unicode class [JSON Schema 2020-12, Core, 6.4].

/**
 * Returns an expression as a JSON Schema pattern. Patterns have no flags: letters of a case-insensitive expression
 * appear in both cases.
 */
export const createPattern = ({ source, ignoreCase }: RegExp): string =>
  ignoreCase ? source.replace(/\\.|\[[^\]]*\]|[a-z]/g, allowBothCases) : source;

const allowBothCases = (token: string): string => {
  if (token.startsWith('\\')) return token;
  if (!token.startsWith('[')) return `[${token}${token.toUpperCase()}]`;
  const letters = token.match(/[a-z](?:-[a-z])?/g) ?? [];
  return token.replace(']', `${letters.join('').toUpperCase()}]`);
};

/** Returns the pattern of a text that was made from examples, with a pattern of its own in place of each example. */
export const createPatternLike = (made: string, examples: Readonly<Record<string, string>>): string => {
  const escaped = made.replace(/[\^$.*+?()[\]{}|\\/]/g, '\\$&');
  const replaced = Object.entries(examples).reduce((text, [each, pattern]) => text.replace(each, pattern), escaped);
  return `^${replaced}$`;
};

/** Returns a pattern without its anchors, for use within another pattern. */
const within = (pattern: string): string => pattern.replace(/^\^|\$$/g, '');

export const idPattern = createPattern(noteIdPattern);
export const idWithin = within(idPattern);

export const etagPattern = `^"${within(createPattern(revisionPattern))}"$`;

export const idempotencyKeyPattern = `^\\s*(?:${idWithin}|"${idWithin}")\\s*$`;

export const entityTagsPattern = `^(?:\\s*\\*\\s*|${within(emptyElements.source)}(?:${listedTag.source}){1,${maxTags}})$`;

/** The content coding `identity`, which means no encoding (RFC 9110, 12.5.3). */
export const identityPattern = createPattern(/^\s*identity\s*$/i);
