import type { NoteField } from '../domain/note-fields.ts';

interface FieldWords {
  readonly description: string;
  readonly example: string;
}

/** A description and an example of each field of a note, for readers of the document. */
export const fieldWords: Readonly<Record<NoteField, FieldWords>> = {
  content: {
    description: 'The text, kept exactly as it was sent: NUL, direction marks and either normal form included.',
    example: 'hello world',
  },
  attachment: {
    description:
      'The key of a file in the bucket, below `private/<userId>/` of the note. The client uploads it; ' +
      'the API neither reads nor looks for it.',
    example: 'hello.jpg',
  },
};
