import type { Note, Revision } from '../../domain/note.ts';
import type { NotePage } from '../../ports/note-store.ts';
import { formatEtag } from './etag.ts';

/**
 * A response in payload format 2.0.
 *
 * @example
 * const noContent: HandlerResponse = { statusCode: 204, headers: {} };
 */
export interface HandlerResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Responses hold one user's notes: no shared cache may store them, and a private one must revalidate. */
const caching = { 'cache-control': 'private, no-cache' };

/** A response whose type states its status and headers: the compiler requires `src/openapi` to describe each. */
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

/**
 * Formats a note without its revision, which is the ETag. JSON omits `undefined`, and copying all members costs less
 * than copying all but one.
 */
const formatNote = (note: Note): string => JSON.stringify({ ...note, revision: undefined });

export const createNoteResponse = (note: Note) =>
  createJsonResponse(formatNote(note), { etag: formatEtag(note.revision) });

/**
 * Creates a 200, as in the tutorial, with the location of the new note. The reference is relative to the request's URL,
 * `…/notes` (RFC 9110, 10.2.2): the client knows what precedes it (a stage, an API mapping or a proxy's prefix), and
 * the function does not.
 */
export const createNoteCreatedResponse = (note: Note) => {
  const response = createNoteResponse(note);
  return { ...response, headers: { ...response.headers, location: `notes/${note.noteId}` } };
};

export const createNotModifiedResponse = (revision: Revision) =>
  ({ statusCode: 304, headers: { ...caching, etag: formatEtag(revision) } }) as const;

/** The list of notes has no ETag. */
export const listNotModifiedResponse = { statusCode: 304, headers: caching } as const;

export const noContentResponse = { statusCode: 204, headers: caching } as const;

/** Creates a bare array, with the next page in a `Link` (RFC 8288), which is relative like `Location`. */
export const createPageResponse = (page: NotePage, limit: number): JsonResponse<{ readonly link?: string }> => {
  const all = page.notes.map(formatNote);
  const shown = all.slice(0, countFitting(all));
  // Any note's id is a cursor: a page that is cut continues after the last note that it shows.
  const next = shown.length < all.length ? page.notes[shown.length - 1]?.noteId : page.next;
  const body = `[${shown.join(',')}]`;
  if (next === undefined) return createJsonResponse(body, {});
  return createJsonResponse(body, { link: `<?limit=${limit}&after=${next}>; rel="next"` });
};

/**
 * Maximum bytes of a body, encoded as a JSON string itself: a function's response, including its envelope, is limited
 * to 6 MB [AWS Lambda Developer Guide, "Lambda quotas"].
 */
const maxEscapedBytes = 5_500_000;

/**
 * Returns how many of the texts fit into one response. A megabyte of control characters in the table takes seven in
 * transit.
 */
const countFitting = (texts: readonly string[]): number => {
  const length = texts.reduce((sum, text) => sum + text.length + 1, 2);
  // A character of JSON becomes at most two when it is escaped again, and three bytes of UTF-8 if it is not.
  if (length * 3 <= maxEscapedBytes) return texts.length;
  let room = maxEscapedBytes;
  const first = texts.findIndex((text) => {
    room -= Buffer.byteLength(JSON.stringify(text));
    return room < 0;
  });
  return first === -1 ? texts.length : first;
};
