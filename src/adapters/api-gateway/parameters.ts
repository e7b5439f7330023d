import { err, ok, type Result } from 'neverthrow';
import { type NoteId, parseNoteId } from '../../domain/note.ts';
import type { NoteNotFound, PageRequest } from '../../ports/note-store.ts';
import type { WithHeaders, WithPath, WithQuery } from './event.ts';

/**
 * A query parameter or a header that cannot be parsed. The reason never repeats what was sent.
 *
 * @example
 * const failure: InvalidParameter = { kind: 'InvalidParameter', reason: '"after" must be a note id.' };
 */
export interface InvalidParameter {
  readonly kind: 'InvalidParameter';
  readonly reason: string;
}

export type WithNoteId = WithPath<'id'>;
export type WithPage = WithQuery<'limit' | 'after'>;
export type WithIdempotencyKey = WithHeaders<'idempotency-key'>;

/** Parses the note id in the path. What is not a note id names no note, so it is not found rather than bad. */
export const parseNoteIdParameter = ({ pathParameters }: WithNoteId): Result<NoteId, NoteNotFound> =>
  parseNoteId(pathParameters?.id ?? '').mapErr(() => ({ kind: 'NoteNotFound' }));

export const maxLimit = 1000;

/** Parses `limit`, 1 to 1,000 and by default 1,000, and `after`, a note id. Ignores other parameters. */
export const parsePageRequest = ({ queryStringParameters }: WithPage): Result<PageRequest, InvalidParameter> => {
  const { limit: rawLimit, after: rawAfter } = queryStringParameters ?? {};
  if (rawLimit !== undefined && !/^(?:[1-9]\d{0,2}|1000)$/.test(rawLimit))
    return invalid('"limit" must be a whole number from 1 to 1,000.');
  const limit = rawLimit === undefined ? maxLimit : Number(rawLimit);
  if (rawAfter === undefined) return ok({ limit });
  return parseNoteId(rawAfter)
    .map((after) => ({ limit, after }))
    .orElse(() => invalid('"after" must be a note id.'));
};

/**
 * Parses the note id that a client chose for its create, if any: a UUID, bare or as the quoted string that the IETF's
 * draft-ietf-httpapi-idempotency-key-header defines. Returns it in lower case, so that a retry in the other case does
 * not create a second note.
 */
export const parseIdempotencyKey = ({ headers }: WithIdempotencyKey): Result<NoteId | undefined, InvalidParameter> => {
  const raw = headers['idempotency-key'];
  if (raw === undefined) return ok(undefined);
  return parseNoteId(
    raw
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .toLowerCase(),
  ).orElse(() => invalid('Idempotency-Key must be a UUID.'));
};

const invalid = (reason: string) => err({ kind: 'InvalidParameter', reason } as const);
