import type { LinkObject } from './openapi.ts';
import { operations } from './operations.ts';
import { listParameters } from './parameters.ts';

/** Where an answer holds the note's id. */
const pointers = { Note: '#/noteId', NoteList: '#/0/noteId' } as const;

/**
 * Returns the links from an answer with a note to every operation that takes a note's id: in a path, as a cursor, as an
 * idempotency key. A JSON Pointer reaches the first note of a list, because it cannot express "the last"; that one is
 * in the `Link` to the next page.
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
            description:
              `${operation.summary}, with ${body === 'Note' ? 'the note’s id' : 'the first note’s id'} as ` +
              `\`${name}\`.`,
          },
        ]),
    ),
  );
