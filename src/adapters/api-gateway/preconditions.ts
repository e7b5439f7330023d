import { err, ok, type Result } from 'neverthrow';
import { parseRevision, type Revision } from '../../domain/note.ts';
import type { Expected, RevisionConflict } from '../../ports/note-store.ts';
import type { HttpApiEvent } from './event.ts';
import type { InvalidParameter } from './parameters.ts';

/** The deployment lets nobody overwrite blindly, and this request would. */
export interface PreconditionRequired {
  readonly kind: 'PreconditionRequired';
}

/** An ETag of this API: the revision, quoted. Always strong. */
export const etagOf = (revision: Revision): string => `"${revision}"`;

/** As many as one condition expression takes with room to spare; DynamoDB's `IN` takes 100. */
const maxTags = 16;

/**
 * `If-Match` of a PUT or DELETE (RFC 9110, 13.1.1): `*` or up to 16 entity tags, compared strongly. Tags that cannot be
 * of this API match nothing; where none is left, the condition is false whatever the note is.
 */
export const expectedOf = (
  { headers }: HttpApiEvent,
  requireIfMatch: boolean,
): Result<Expected, InvalidParameter | RevisionConflict | PreconditionRequired> => {
  const raw = headers['if-match'];
  if (raw === undefined) return requireIfMatch ? err({ kind: 'PreconditionRequired' }) : ok('any');
  if (raw.trim() === '*') return ok('any');
  return tagsOf('If-Match', raw).andThen((tags): Result<Expected, RevisionConflict> => {
    const [first, ...others] = tags.filter(({ weak }) => !weak).flatMap(({ opaque }) => revisionsIn(opaque));
    return first === undefined ? err({ kind: 'RevisionConflict' }) : ok([first, ...others]);
  });
};

/** Whether `If-None-Match` (RFC 9110, 13.1.2) names the revision; weak comparison, so `W/` makes no difference. */
export const noneMatchNames = ({ headers }: HttpApiEvent, revision: Revision): Result<boolean, InvalidParameter> => {
  const raw = headers['if-none-match'];
  if (raw === undefined) return ok(false);
  if (raw.trim() === '*') return ok(true);
  return tagsOf('If-None-Match', raw).map((tags) => tags.some(({ opaque }) => opaque === revision));
};

interface EntityTag {
  readonly weak: boolean;
  readonly opaque: string;
}

/** `#entity-tag` (RFC 9110, 8.8.3). An opaque tag may hold a comma, so the list is read tag by tag. */
const tagsOf = (header: string, raw: string): Result<readonly EntityTag[], InvalidParameter> => {
  const tag = /\s*(W\/)?"([\x21\x23-\x7e\x80-\uffff]*)"\s*(?:,|$)/y;
  const tags: EntityTag[] = [];
  do {
    const match = tag.exec(raw);
    if (match === null || tags.length === maxTags)
      return err({ kind: 'InvalidParameter', reason: `${header} must be "*" or 1 to ${maxTags} entity tags.` });
    tags.push({ weak: match[1] !== undefined, opaque: match[2] ?? '' });
  } while (tag.lastIndex < raw.length);
  return ok(tags);
};

const revisionsIn = (opaque: string): readonly Revision[] =>
  parseRevision(opaque)
    .map((revision) => [revision])
    .unwrapOr([]);
