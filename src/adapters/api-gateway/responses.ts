import type { Note, Revision } from '../../domain/note.ts';
import type { NotePage } from '../../ports/note-store.ts';
import { etagOf } from './preconditions.ts';

/**
 * An answer in payload format 2.0.
 *
 * @example
 * const noContent: HandlerResponse = { statusCode: 204, headers: {} };
 */
export interface HandlerResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Answers hold one user's notes: no shared cache may keep them, and a private one has to ask. */
const caching = { 'cache-control': 'private, no-cache' };

/** By its type, each answer says its status and its headers: the compiler asks `src/openapi` for a word on each. */
export interface JsonResponse<Headers> {
  readonly statusCode: 200;
  readonly headers: Readonly<Record<'content-type' | 'cache-control', string>> & Headers;
  readonly body: string;
}

const createJsonResponse = <Headers extends HandlerResponse['headers']>(
  body: string,
  headers: Headers,
): JsonResponse<Headers> => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json', ...caching, ...headers },
  body,
});

/** Without the revision, which is the ETag. What is `undefined` is not in JSON, and a copy of all costs less than one of all but one. */
const formatNote = (note: Note): string => JSON.stringify({ ...note, revision: undefined });

export const createNoteResponse = (note: Note) => createJsonResponse(formatNote(note), { etag: etagOf(note.revision) });

/**
 * 200, as in the tutorial, with the place of the new note. References are relative to what was asked for, `…/notes`
 * (RFC 9110, 10.2.2): what stands before it, a stage, an API mapping or a proxy's prefix, the client knows, and the function does not.
 */
export const createCreatedResponse = (note: Note) => {
  const response = createNoteResponse(note);
  return { ...response, headers: { ...response.headers, location: `notes/${note.noteId}` } };
};

export const createNotModifiedResponse = (revision: Revision) =>
  ({ statusCode: 304, headers: { ...caching, etag: etagOf(revision) } }) as const;

/** All notes together have no ETag. */
export const listNotModifiedResponse = { statusCode: 304, headers: caching } as const;

export const noContentResponse = { statusCode: 204, headers: caching } as const;

/** A bare array, and the way to the page that follows in a `Link` (RFC 8288), relative as `Location` is. */
export const createPageResponse = (page: NotePage, limit: number): JsonResponse<{ readonly link?: string }> => {
  const all = page.notes.map(formatNote);
  const shown = all.slice(0, countFitting(all));
  // Any note's id is a cursor: a page that is cut goes on behind the last note that it shows.
  const next = shown.length < all.length ? page.notes[shown.length - 1]?.noteId : page.next;
  const body = `[${shown.join(',')}]`;
  if (next === undefined) return createJsonResponse(body, {});
  return createJsonResponse(body, { link: `<?limit=${limit}&after=${next}>; rel="next"` });
};

/**
 * The most that a body may take once it is a JSON string itself, in bytes: a function's answer, its envelope included,
 * ends at 6 MB [AWS Lambda Developer Guide, "Lambda quotas"].
 */
const maxEscapedBytes = 5_500_000;

/** How many of the texts go into one answer. A megabyte of control characters in the table is seven on the way. */
const countFitting = (texts: readonly string[]): number => {
  const length = texts.reduce((sum, text) => sum + text.length + 1, 2);
  // A character of JSON becomes two at most when it is escaped again, and three bytes of UTF-8 if it is not.
  if (length * 3 <= maxEscapedBytes) return texts.length;
  let room = maxEscapedBytes;
  const first = texts.findIndex((text) => {
    room -= Buffer.byteLength(JSON.stringify(text));
    return room < 0;
  });
  return first === -1 ? texts.length : first;
};
