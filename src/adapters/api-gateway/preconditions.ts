import { err, ok, type Result } from 'neverthrow';
import { parseRevision, type Revision } from '../../domain/note.ts';
import type { Expected, RevisionConflict, Revisions } from '../../ports/note-store.ts';
import type { WithHeaders } from './event.ts';
import type { InvalidParameter } from './parameters.ts';

/**
 * The deployment lets nobody overwrite blindly, and this request would.
 *
 * @example
 * const failure: PreconditionRequired = { kind: 'PreconditionRequired' };
 */
export interface PreconditionRequired {
  readonly kind: 'PreconditionRequired';
}

/** An ETag of this API: the revision, quoted. Always strong. */
export const etagOf = (revision: Revision): string => `"${revision}"`;

/** As many as one condition expression takes with room to spare; DynamoDB's `IN` takes 100. */
export const maxTags = 16;

/**
 * What a PUT or DELETE demands of the note: `If-Match` (RFC 9110, 13.1.1, compared strongly) first, then `If-None-Match` (13.1.2,
 * compared weakly), each `*` or up to 16 entity tags. A tag that cannot be of this API is that of no note. Whether the
 * note is there at all is looked at before (13.2.1), so a condition that is false whatever the note is still goes to the store.
 */
export const parseExpected = (
  { headers }: WithConditions,
  requireIfMatch: boolean,
): Result<Expected, InvalidParameter | PreconditionRequired> =>
  parseConditions(headers).andThen(({ match, noneMatch }): Result<Expected, PreconditionRequired> => {
    if (match === undefined && requireIfMatch) return err({ kind: 'PreconditionRequired' });
    if (noneMatch === '*') return ok({ not: 'any' });
    const unwanted = parseRevisions(noneMatch ?? []);
    if (match === undefined || match === '*') return ok(isSome(unwanted) ? { not: unwanted } : 'any');
    const wanted = parseRevisions(match.filter(({ weak }) => !weak)).filter((revision) => !unwanted.includes(revision));
    return ok(isSome(wanted) ? wanted : { not: 'any' });
  });

/** What the conditions of a request make of it: it is to be carried out, or what it would answer is known already. */
export type Verdict = 'perform' | 'known';

/** The verdict on the GET of a note that is there. */
export const checkPreconditions = (
  { headers }: WithConditions,
  revision: Revision,
): Result<Verdict, InvalidParameter | RevisionConflict> =>
  parseConditions(headers).andThen(({ match, noneMatch }) => {
    const isNamed = (tags: readonly EntityTag[]) => tags.some(({ opaque }) => opaque === revision);
    if (Array.isArray(match) && !isNamed(match.filter(({ weak }) => !weak))) return err(conflict);
    return ok<Verdict>(noneMatch === '*' || (noneMatch !== undefined && isNamed(noneMatch)) ? 'known' : 'perform');
  });

/** The verdict on a request for all notes: they are there, and have no entity tag. */
export const checkListPreconditions = ({
  headers,
}: WithConditions): Result<Verdict, InvalidParameter | RevisionConflict> =>
  parseConditions(headers).andThen(({ match, noneMatch }) => {
    if (match !== undefined && match !== '*') return err(conflict);
    return ok<Verdict>(noneMatch === '*' ? 'known' : 'perform');
  });

const conflict: RevisionConflict = { kind: 'RevisionConflict' };

export type WithConditions = WithHeaders<'if-match' | 'if-none-match'>;

type Condition = '*' | readonly EntityTag[] | undefined;

interface Conditions {
  readonly match: Condition;
  readonly noneMatch: Condition;
}

const parseConditions = (headers: WithConditions['headers']): Result<Conditions, InvalidParameter> =>
  parseCondition('If-Match', headers['if-match']).andThen((match) =>
    parseCondition('If-None-Match', headers['if-none-match']).map((noneMatch) => ({ match, noneMatch })),
  );

const parseCondition = (header: string, raw: string | undefined): Result<Condition, InvalidParameter> => {
  if (raw === undefined) return ok(undefined);
  return raw.trim() === '*' ? ok('*') : parseEntityTags(header, raw);
};

interface EntityTag {
  readonly weak: boolean;
  readonly opaque: string;
}

/**
 * An element of `#entity-tag` (RFC 9110, 8.8.3), with the comma behind it and the empty elements that a recipient has to pass over
 * (5.6.1.2). An opaque tag may hold a comma, so the list is read tag by tag. `src/openapi` makes a pattern of both.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: an opaque tag has none
export const listedTag = /(W\/)?"([^\x00-\x20"\x7f]*)"[ \t]*(?:,[ \t,]*|$)/y;
export const emptyElements = /^[ \t,]*/;

const parseEntityTags = (header: string, raw: string): Result<readonly EntityTag[], InvalidParameter> => {
  const tags: EntityTag[] = [];
  const list = raw.replace(emptyElements, '');
  for (let at = 0; at < list.length; at = listedTag.lastIndex) {
    listedTag.lastIndex = at;
    const match = listedTag.exec(list);
    if (match === null || tags.length === maxTags) return notTags(header);
    tags.push({ weak: match[1] !== undefined, opaque: match[2] ?? '' });
  }
  return tags.length === 0 ? notTags(header) : ok(tags);
};

const notTags = (header: string) =>
  err({ kind: 'InvalidParameter', reason: `${header} must be "*" or 1 to ${maxTags} entity tags.` } as const);

const parseRevisions = (tags: readonly EntityTag[]): readonly Revision[] =>
  tags.flatMap(({ opaque }) =>
    parseRevision(opaque).match(
      (revision) => [revision],
      () => [],
    ),
  );

const isSome = (revisions: readonly Revision[]): revisions is Revisions => revisions.length > 0;
