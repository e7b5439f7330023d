import { err, ok, type Result } from 'neverthrow';
import { parseRevision, type Revision } from '../../domain/note.ts';
import type { Expected, ExpectedRevisions, RevisionConflict } from '../../ports/note-store.ts';
import { type EntityTag, parseEntityTags } from './etag.ts';
import type { WithHeaders } from './event.ts';
import type { InvalidParameter } from './parameters.ts';

/**
 * The deployment forbids blind writes, and this request would be one.
 *
 * @example
 * const failure: PreconditionRequired = { kind: 'PreconditionRequired' };
 */
export interface PreconditionRequired {
  readonly kind: 'PreconditionRequired';
}

/**
 * Parses what a PUT or DELETE requires of the note: first `If-Match` (RFC 9110, 13.1.1, strong comparison), then
 * `If-None-Match` (13.1.2, weak comparison), each `*` or up to `maxTags` entity tags. A tag that cannot be this API's
 * matches no note. Whether the note exists is checked first (13.2.1), so a condition that no note can meet still goes
 * to the store.
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

/** What a request's conditions decide: to perform it, or to answer that the client already knows the result. */
export type Verdict = 'perform' | 'known';

/** Decides on the GET of a note that exists. */
export const checkPreconditions = (
  { headers }: WithConditions,
  revision: Revision,
): Result<Verdict, InvalidParameter | RevisionConflict> =>
  parseConditions(headers).andThen(({ match, noneMatch }) => {
    const isNamed = (tags: readonly EntityTag[]) => tags.some(({ opaque }) => opaque === revision);
    if (Array.isArray(match) && !isNamed(match.filter(({ weak }) => !weak))) return err(conflict);
    return ok<Verdict>(noneMatch === '*' || (noneMatch !== undefined && isNamed(noneMatch)) ? 'known' : 'perform');
  });

/** Decides on a request for the list of notes, which always exists and has no entity tag. */
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

const parseRevisions = (tags: readonly EntityTag[]): readonly Revision[] =>
  tags.flatMap(({ opaque }) =>
    parseRevision(opaque).match(
      (revision) => [revision],
      () => [],
    ),
  );

const isSome = (revisions: readonly Revision[]): revisions is ExpectedRevisions => revisions.length > 0;
