import type { LinkObject } from './openapi.ts';
import { operations } from './operations.ts';
import { listParameters } from './parameters.ts';

/** Where the note's id stands in an answer. */
const pointers = { Note: '#/noteId', NoteList: '#/0/noteId' } as const;

/**
 * The ways from an answer with a note in it to whatever takes a note's id: in a path, as a cursor, as a key. A JSON Pointer reaches the
 * first note of a list, as it cannot say "the last", which is in the `Link` to the next page.
 */
export const createLinks = (body: keyof typeof pointers): Readonly<Record<string, LinkObject>> =>
  Object.fromEntries(
    Object.values(operations).flatMap((operation) =>
      listParameters(operation)
        .filter(({ isNoteId }) => isNoteId)
        .map(({ parameter: { name } }) => [
          `${operation.operationId}By${name.replace(/(?:^|-)(\w)/g, (_, first: string) => first.toUpperCase())}`,
          {
            operationId: operation.operationId,
            parameters: { [name]: `$response.body${pointers[body]}` },
            description: `${operation.summary}, with ${body === 'Note' ? 'the note’s id' : 'the first note’s id'} as \`${name}\`.`,
          },
        ]),
    ),
  );
