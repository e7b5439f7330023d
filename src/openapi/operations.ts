import type { FunctionName } from '../lambda/routes.ts';
import type { Operation } from './operation.ts';

const note = {
  description: 'The note.',
  body: 'Note',
  headers: { 'cache-control': 'always', etag: 'always' },
} as const;
const noteId = 'The note’s id.';
const ofBody = { MalformedBody: true, UnsupportedMediaType: true, BodyTooLarge: true, InvalidNote: true } as const;
const ofStore = { StoreUnavailable: true } as const;
const ofWrite = { ...ofStore, OutcomeUnknown: true } as const;
const ofCondition = { InvalidParameter: true, RevisionConflict: true } as const;
const uncompressed = 'No encoding other than `identity`: a body is not compressed.';

/**
 * The purpose of each route, in words. What a route reads, answers and refuses is in its endpoint's type: see
 * `Operation`.
 */
export const operations: { readonly [F in FunctionName]: Operation<F> } = {
  create: {
    operationId: 'createNote',
    summary: 'Create a note',
    description:
      'Answers 200, as the tutorial does. With an `Idempotency-Key` it can be repeated: ' +
      'the same key with the same content answers the same note, as it is now.',
    path: {},
    query: {},
    headers: {
      'if-match': 'True if it is `*`: all notes together have no ETag. 412 if it is false.',
      'if-none-match': 'False, and 412, if it is `*`. To create a note once, send `Idempotency-Key`.',
      'idempotency-key': 'A UUID that the client chooses, and that becomes the note’s id, in lower case.',
      'content-encoding': uncompressed,
    },
    body: true,
    answers: {
      200: { ...note, description: 'The new note.', headers: { ...note.headers, location: 'always' } },
    },
    problems: { ...ofCondition, ...ofBody, NoteIdTaken: true, NoteDeleted: true, ...ofWrite },
  },
  list: {
    operationId: 'listNotes',
    summary: 'List your notes, newest first',
    description:
      'A page of the caller’s notes by descending id, which is newest first for the ids that are generated here. ' +
      'A page may hold fewer notes than `limit`, even none, and still have a `Link` to the next: ' +
      'follow it until there is none.',
    path: {},
    query: {
      limit: 'The most notes that the page may hold, in digits without a leading zero.',
      after: 'The page begins below this note id, whether or not there is such a note.',
    },
    headers: {
      'if-match': 'True if it is `*`: all notes together have no ETag. 412 if it is false.',
      'if-none-match': 'False, and 304, if it is `*`.',
    },
    body: false,
    answers: {
      200: {
        description: 'A page of notes: a bare array.',
        body: 'NoteList',
        headers: { 'cache-control': 'always', link: 'sometimes' },
      },
      304: {
        description: '`If-None-Match` is `*`.',
        body: undefined,
        headers: { 'cache-control': 'always' },
      },
    },
    problems: { ...ofCondition, ...ofStore },
  },
  get: {
    operationId: 'getNote',
    summary: 'Get a note',
    description: 'A note that is missing, one that was deleted and one that is somebody else’s get the same 404.',
    path: { id: noteId },
    query: {},
    headers: {
      'if-match': 'True if it is `*` or has the note’s ETag, compared strongly. 412 if it is false.',
      'if-none-match': 'False, and 304, if it is `*` or has the note’s ETag, compared weakly.',
    },
    body: false,
    answers: {
      200: note,
      304: {
        description: 'The note is the one that `If-None-Match` names.',
        body: undefined,
        headers: { 'cache-control': 'always', etag: 'always' },
      },
    },
    problems: { ...ofCondition, NoteNotFound: true, ...ofStore },
  },
  update: {
    operationId: 'updateNote',
    summary: 'Replace a note',
    description: 'Replaces every text of the note: one that is left out is absent afterwards. Never creates a note.',
    path: { id: noteId },
    query: {},
    headers: {
      'if-match':
        'Writes if it is `*` or has the note’s ETag, compared strongly, and otherwise answers 412. ' +
        'A deployment may require it: 428 without it.',
      'if-none-match': 'Answers 412 if it is `*` or has the note’s ETag, compared weakly.',
      'content-encoding': uncompressed,
    },
    body: true,
    answers: { 200: { ...note, description: 'The note as it is now, with its new ETag.' } },
    problems: { ...ofCondition, ...ofBody, NoteNotFound: true, PreconditionRequired: true, ...ofWrite },
  },
  delete: {
    operationId: 'deleteNote',
    summary: 'Delete a note',
    description: 'A note id is not reused: a create with the key of a deleted note gets 410, for at least a day.',
    path: { id: noteId },
    query: {},
    headers: {
      'if-match':
        'Deletes if it is `*` or has the note’s ETag, compared strongly, and otherwise answers 412. ' +
        'A deployment may require it: 428 without it.',
      'if-none-match': 'Answers 412 if it is `*` or has the note’s ETag, compared weakly.',
    },
    body: false,
    answers: { 204: { description: 'Deleted.', body: undefined, headers: { 'cache-control': 'always' } } },
    problems: { ...ofCondition, NoteNotFound: true, PreconditionRequired: true, ...ofWrite },
  },
};
