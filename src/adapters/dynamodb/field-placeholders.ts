import { fieldNames, type NoteField } from '../../domain/note-fields.ts';

/** Returns a field's placeholder in expressions: DynamoDB reserves hundreds of words. */
export const placeholder = (name: NoteField): string => `#${name}`;

/** Expression attribute names for all fields. */
export const fieldsByPlaceholder = Object.fromEntries(fieldNames.map((name) => [placeholder(name), name]));

/** The placeholders of all fields, as a projection or a `REMOVE` lists them. */
export const listedFields = fieldNames.map(placeholder).join(', ');
