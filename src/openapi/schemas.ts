import type { Note } from '../domain/note.ts';
import { fieldNames, mapFields, type NoteField, noteFields } from '../domain/note-fields.ts';
import { exampleDraft, exampleNote, shownNote } from './example.ts';
import { fieldWords } from './field-words.ts';
import type { Schema } from './openapi.ts';
import { idPattern } from './patterns.ts';

export const createReference = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

/** Members that a note shows besides its fields, and whether every note has them. */
type Shown = Exclude<keyof Note, NoteField | 'revision'>;
type Member<Name extends Shown> = {
  readonly schema: Schema;
  readonly required: undefined extends Note[Name] ? false : true;
};

const millis = { type: 'integer', format: 'int64', minimum: 0 };
const members: { readonly [Name in Shown]: Member<Name> } = {
  userId: {
    required: true,
    schema: {
      type: 'string',
      description: 'The owner, who is the caller: the id that the identity pool has for the user, or the user’s `sub`.',
    },
  },
  noteId: { required: true, schema: createReference('NoteId') },
  createdAt: { required: true, schema: { ...millis, description: 'Epoch milliseconds.' } },
  updatedAt: {
    required: false,
    schema: { ...millis, description: 'Epoch milliseconds; absent until the first update. Increases with each.' },
  },
};
const memberNames = Object.keys(members) as readonly Shown[];

/**
 * Returns the schema of a field in a request. A bound in bytes bounds the characters too, because each takes at least
 * one byte. `x-max-utf8-bytes` states the bound itself.
 */
const createSentSchema = (name: NoteField): Schema => {
  const { required, maxBytes } = noteFields[name];
  const { description } = fieldWords[name];
  return {
    type: required ? 'string' : ['string', 'null'],
    minLength: 1,
    maxLength: maxBytes,
    'x-max-utf8-bytes': maxBytes,
    description:
      `${description} 1 to ${maxBytes.toLocaleString('en-US')} bytes of ` +
      `UTF-8${required ? '' : '; `null` means none'}.`,
  };
};

/**
 * Returns the schema of a field in an answer. Notes of an older system may be empty, or longer than can be written now.
 */
const createShownSchema = (name: NoteField): Schema => {
  const { description } = fieldWords[name];
  return {
    type: 'string',
    description: `${description}${noteFields[name].required ? '' : ' Absent if there is none.'}`,
  };
};

const requiredFields = fieldNames.filter((name) => noteFields[name].required);

export const noteSchemas = {
  NoteId: {
    type: 'string',
    format: 'uuid',
    pattern: idPattern,
    description: 'A UUID, compared exactly. New ids are UUIDv7, in lower case.',
    examples: [exampleNote.noteId],
  },
  NewNote: {
    type: 'object',
    description: 'The part of a note that its owner writes. Other members are ignored.',
    required: requiredFields,
    properties: mapFields(createSentSchema),
    examples: [exampleDraft],
  },
  Note: {
    type: 'object',
    description: 'A note, as its owner sees it. More members may be added.',
    required: [...memberNames.filter((name) => members[name].required), ...requiredFields],
    properties: {
      ...Object.fromEntries(memberNames.map((name) => [name, members[name].schema])),
      ...mapFields(createShownSchema),
    },
    examples: [shownNote],
  },
  NoteList: {
    type: 'array',
    description: 'Notes by descending id.',
    items: createReference('Note'),
    examples: [[shownNote]],
  },
} satisfies Readonly<Record<string, Schema>>;
