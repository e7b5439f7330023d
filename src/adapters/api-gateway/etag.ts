import { err, ok, type Result } from 'neverthrow';
import type { Revision } from '../../domain/note.ts';
import type { InvalidParameter } from './parameters.ts';

/** Returns the ETag of a revision: the revision in quotes. Always strong. */
export const formatEtag = (revision: Revision): string => `"${revision}"`;

/** The most entity tags in a header. One condition expression has room to spare for them: DynamoDB's `IN` takes 100. */
export const maxTags = 16;

export interface EntityTag {
  readonly weak: boolean;
  readonly opaque: string;
}

/**
 * Matches an element of `#entity-tag` (RFC 9110, 8.8.3), with the comma after it and the empty elements that a
 * recipient must skip (5.6.1.2). An opaque tag may contain a comma, so the list is read tag by tag. `src/openapi`
 * builds a pattern from both.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: an opaque tag has none
export const listedTag = /(W\/)?"([^\x00-\x20"\x7f]*)"[ \t]*(?:,[ \t,]*|$)/y;
export const emptyElements = /^[ \t,]*/;

/** Parses a list of 1 to `maxTags` entity tags. */
export const parseEntityTags = (header: string, raw: string): Result<readonly EntityTag[], InvalidParameter> => {
  const tags: EntityTag[] = [];
  const list = raw.replace(emptyElements, '');
  for (let at = 0; at < list.length; at = listedTag.lastIndex) {
    listedTag.lastIndex = at;
    const match = listedTag.exec(list);
    if (match === null || tags.length === maxTags) return invalidTags(header);
    tags.push({ weak: match[1] !== undefined, opaque: match[2] ?? '' });
  }
  return tags.length === 0 ? invalidTags(header) : ok(tags);
};

const invalidTags = (header: string) =>
  err({ kind: 'InvalidParameter', reason: `${header} must be "*" or 1 to ${maxTags} entity tags.` } as const);
