import { describe, expect, test } from 'vitest';
import { type Note, parseNoteId, parseRevision } from '../../domain/note.ts';
import { parseOwnerId } from '../../domain/owner.ts';
import {
  createNoteCreatedResponse,
  createNoteResponse,
  createNotModifiedResponse,
  createPageResponse,
  type HandlerResponse,
  noContentResponse,
} from './responses.ts';

const userId = parseOwnerId('us-east-1:7c9e6679-7425-40de-944b-e07fc1f90ae7')._unsafeUnwrap();
const revision = parseRevision('now')._unsafeUnwrap();
const createId = (last: number) => parseNoteId(`0192d3c4-0000-7000-8000-00000000000${last}`)._unsafeUnwrap();
const createNote = (last: number, content = 'a'): Note => ({
  userId,
  noteId: createId(last),
  content,
  createdAt: 1,
  revision,
});
const note = createNote(1);
const { revision: _, ...shown } = note;

describe('every response', () => {
  test.each<[string, () => HandlerResponse]>([
    ['a note', () => createNoteResponse(note)],
    ['a new note', () => createNoteCreatedResponse(note)],
    ['a note that the client has', () => createNotModifiedResponse(note.revision)],
    ['nothing', () => noContentResponse],
    ['a page', () => createPageResponse({ notes: [note] }, 1)],
  ])('with %s may be cached by its user alone, and reused only after revalidation', (_, answer) => {
    expect(answer().headers['cache-control']).toBe('private, no-cache');
  });
});

describe('a note', () => {
  test('shows its revision as the ETag and nowhere else', () => {
    const { statusCode, headers, body } = createNoteResponse(note);
    expect([statusCode, headers['content-type'], headers.etag]).toEqual([200, 'application/json', '"now"']);
    expect(JSON.parse(body ?? '')).toEqual(shown);
  });

  test('that is new has a location relative to the collection', () => {
    expect(createNoteCreatedResponse(note)).toEqual({
      ...createNoteResponse(note),
      headers: { ...createNoteResponse(note).headers, location: `notes/${note.noteId}` },
    });
  });

  test('that the client already has is an ETag without a body', () => {
    expect(createNotModifiedResponse(note.revision)).toMatchObject({ statusCode: 304, headers: { etag: '"now"' } });
    expect(createNotModifiedResponse(note.revision)).not.toHaveProperty('body');
  });
});

describe('a page', () => {
  const idsIn = ({ body }: HandlerResponse) => JSON.parse(body ?? '').map(({ noteId }: Note) => noteId);
  const linkTo = (after: number) => `<?limit=9&after=${createId(after)}>; rel="next"`;

  test('is a bare array, without a link if the list ends there', () => {
    const response = createPageResponse({ notes: [note] }, 9);
    expect(JSON.parse(response.body ?? '')).toEqual([shown]);
    expect(response.headers).not.toHaveProperty('link');
    expect(createPageResponse({ notes: [] }, 9)).toMatchObject({ body: '[]' });
  });

  test('links to where the store continues, even if the page itself is empty', () => {
    const link = linkTo(3);
    expect(createPageResponse({ notes: [createNote(5), createNote(4)], next: createId(3) }, 9).headers.link).toBe(link);
    expect(createPageResponse({ notes: [], next: createId(3) }, 9).headers.link).toBe(link);
  });

  test('is linked to with the requested limit', () => {
    const { headers } = createPageResponse({ notes: [note], next: note.noteId }, 2);
    expect(headers.link).toBe(`<?limit=2&after=${note.noteId}>; rel="next"`);
  });

  /** Returns the size in transit: JSON within the JSON of the function's response. */
  const escapedBytes = (note: Note) => Buffer.byteLength(JSON.stringify(createNoteResponse(note).body));
  /** Creates notes 3, 2 and 1, which take exactly `bytes` bytes in transit; only the first is large. */
  const createNotes = (bytes: number) => {
    const rest = [createNote(2), createNote(1)];
    const taken = [createNote(3, ''), ...rest].reduce((sum, note) => sum + escapedBytes(note), 0);
    const room = bytes - taken;
    return [createNote(3, '\0'.repeat(room / 7) + 'a'.repeat(room % 7)), ...rest];
  };

  test('shows every note that just fits into a response', () => {
    const notes = createNotes(5_500_000);
    const response = createPageResponse({ notes, next: createId(0) }, 9);
    expect(idsIn(response)).toEqual([createId(3), createId(2), createId(1)]);
    expect(response.headers.link).toBe(linkTo(0));
    expect(Buffer.byteLength(JSON.stringify(response))).toBeLessThan(6_000_000);
    expect(createPageResponse({ notes }, 9).headers).not.toHaveProperty('link');
  });

  test.each([
    ['a byte', () => 1, [3, 2]],
    ['a note and a byte', () => escapedBytes(note) + 1, [3]],
  ])('that is %s too large is cut after a note, and its link continues there', (_, more, kept) => {
    const notes = createNotes(5_500_000 + more());
    for (const next of [{}, { next: createId(0) }]) {
      const response = createPageResponse({ notes, ...next }, 9);
      expect(idsIn(response)).toEqual(kept.map(createId));
      expect(response.headers.link).toBe(linkTo(kept.at(-1) ?? 0));
    }
  });
});
