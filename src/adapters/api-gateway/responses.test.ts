import { describe, expect, test } from 'vitest';
import { type Note, parseNoteId, parseRevision } from '../../domain/note.ts';
import { parseOwnerId } from '../../domain/owner.ts';
import {
  createdResponse,
  noContentResponse,
  noteResponse,
  notModifiedResponse,
  pageResponse,
  type Response,
} from './responses.ts';

const userId = parseOwnerId('us-east-1:7c9e6679-7425-40de-944b-e07fc1f90ae7')._unsafeUnwrap();
const revision = parseRevision('now')._unsafeUnwrap();
const idOf = (last: number) => parseNoteId(`0192d3c4-0000-7000-8000-00000000000${last}`)._unsafeUnwrap();
const noteOf = (last: number, content = 'a'): Note => ({ userId, noteId: idOf(last), content, createdAt: 1, revision });
const note = noteOf(1);
const { revision: _, ...shown } = note;

describe('every answer', () => {
  test.each<[string, () => Response]>([
    ['a note', () => noteResponse(note)],
    ['a new note', () => createdResponse(note)],
    ['a note that the client has', () => notModifiedResponse(note.revision)],
    ['nothing', () => noContentResponse],
    ['a page', () => pageResponse({ notes: [note] }, 1)],
  ])('that is %s may be kept by its user alone, and only used again after asking', (_, answer) => {
    expect(answer().headers['cache-control']).toBe('private, no-cache');
  });
});

describe('a note', () => {
  test('shows its revision as the ETag and nowhere else', () => {
    const { statusCode, headers, body } = noteResponse(note);
    expect([statusCode, headers['content-type'], headers.etag]).toEqual([200, 'application/json', '"now"']);
    expect(JSON.parse(body ?? '')).toEqual(shown);
  });

  test('that is new has a place, relative to where it was made', () => {
    expect(createdResponse(note)).toEqual({
      ...noteResponse(note),
      headers: { ...noteResponse(note).headers, location: `notes/${note.noteId}` },
    });
  });

  test('that the client has is an ETag without a body', () => {
    expect(notModifiedResponse(note.revision)).toMatchObject({ statusCode: 304, headers: { etag: '"now"' } });
    expect(notModifiedResponse(note.revision)).not.toHaveProperty('body');
  });
});

describe('a page', () => {
  const idsIn = ({ body }: Response) => JSON.parse(body ?? '').map(({ noteId }: Note) => noteId);
  const linkTo = (after: number) => `<?limit=9&after=${idOf(after)}>; rel="next"`;

  test('is a bare array without a link where the list ends', () => {
    const response = pageResponse({ notes: [note] }, 9);
    expect(JSON.parse(response.body ?? '')).toEqual([shown]);
    expect(response.headers).not.toHaveProperty('link');
    expect(pageResponse({ notes: [] }, 9)).toMatchObject({ body: '[]' });
  });

  test('leads to the one that the store goes on at, also where it is empty itself', () => {
    const link = linkTo(3);
    expect(pageResponse({ notes: [noteOf(5), noteOf(4)], next: idOf(3) }, 9).headers.link).toBe(link);
    expect(pageResponse({ notes: [], next: idOf(3) }, 9).headers.link).toBe(link);
  });

  test('is linked to with the limit that was asked for', () => {
    const { headers } = pageResponse({ notes: [note], next: note.noteId }, 2);
    expect(headers.link).toBe(`<?limit=2&after=${note.noteId}>; rel="next"`);
  });

  /** The size on the way: JSON in the JSON of the function's answer. */
  const escapedBytes = (note: Note) => Buffer.byteLength(JSON.stringify(noteResponse(note).body));
  /** Notes 3, 2 and 1, just so many bytes on the way; only the first is large. */
  const notesOf = (bytes: number) => {
    const rest = [noteOf(2), noteOf(1)];
    const taken = [noteOf(3, ''), ...rest].reduce((sum, note) => sum + escapedBytes(note), 0);
    const room = bytes - taken;
    return [noteOf(3, '\0'.repeat(room / 7) + 'a'.repeat(room % 7)), ...rest];
  };

  test('shows all of what just fits into an answer', () => {
    const notes = notesOf(5_500_000);
    const response = pageResponse({ notes, next: idOf(0) }, 9);
    expect(idsIn(response)).toEqual([idOf(3), idOf(2), idOf(1)]);
    expect(response.headers.link).toBe(linkTo(0));
    expect(Buffer.byteLength(JSON.stringify(response))).toBeLessThan(6_000_000);
    expect(pageResponse({ notes }, 9).headers).not.toHaveProperty('link');
  });

  test.each([
    ['a byte', () => 1, [3, 2]],
    ['a note and a byte', () => escapedBytes(note) + 1, [3]],
  ])('that is %s too large is cut behind a note, and goes on there', (_, more, kept) => {
    const notes = notesOf(5_500_000 + more());
    for (const next of [{}, { next: idOf(0) }]) {
      const response = pageResponse({ notes, ...next }, 9);
      expect(idsIn(response)).toEqual(kept.map(idOf));
      expect(response.headers.link).toBe(linkTo(kept.at(-1) ?? 0));
    }
  });
});
