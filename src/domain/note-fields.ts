/** A text of 1 to `maxBytes` bytes of UTF-8. */
interface Field {
  readonly required: boolean;
  readonly maxBytes: number;
}

/** The names of a note's other members and attributes, which no field may have. */
type Taken =
  | 'userId'
  | 'noteId'
  | 'createdAt'
  | 'updatedAt'
  | 'revision'
  | 'deletedAt'
  | 'expiresAt'
  | 'createdAs'
  | 'etag';

/**
 * The fields that a note's owner writes. The code that reads, stores, lists, compares and deletes notes is built from
 * this table; code that treats each field separately does not compile if it omits one. Add a new field at the end, and
 * not as required: earlier notes lack it, and are recognised by the fields of their time.
 *
 * @example
 * noteFields.content.maxBytes; // 262,144 bytes of UTF-8
 */
export const noteFields = {
  content: { required: true, maxBytes: 256 * 1024 },
  /** A file's key. */
  attachment: { required: false, maxBytes: 1024 },
} as const satisfies Readonly<Record<string, Field>> & { readonly [N in Taken]?: never };

/**
 * The name of a field: a key of `noteFields`.
 *
 * @example
 * const field: NoteField = 'content';
 */
export type NoteField = keyof typeof noteFields;
/**
 * The name of a field that a note may lack.
 *
 * @example
 * const field: OptionalField = 'attachment';
 */
export type OptionalField = {
  [N in NoteField]: (typeof noteFields)[N]['required'] extends true ? never : N;
}[NoteField];

/**
 * The text of each field; a field that is not required may be absent.
 *
 * @example
 * const texts: NoteTexts = { content: 'The view', attachment: '1764500000000-view.jpg' };
 */
export type NoteTexts = { readonly [N in Exclude<NoteField, OptionalField>]: string } & {
  readonly [N in OptionalField]?: string;
};

/**
 * The names of the fields, in the order of the table, which is also their order in a note's JSON.
 *
 * @example
 * const longest = Math.max(...fieldNames.map((name) => noteFields[name].maxBytes));
 */
export const fieldNames = Object.keys(noteFields) as readonly NoteField[];

/**
 * The fields that are not required, in the order of the table.
 *
 * @example
 * const isOptional = optionalFields.includes('attachment');
 */
export const optionalFields = fieldNames.filter((name): name is OptionalField => !noteFields[name].required);

/**
 * Calls `of` for each field and returns the values by name, without those that are `undefined`.
 *
 * @example
 * const bytes = mapFields((name) => noteFields[name].maxBytes); // { content: 262144, attachment: 1024 }
 */
export const mapFields = <T>(of: (name: NoteField) => T | undefined): { [N in NoteField]?: T } => {
  const values: { [N in NoteField]?: T } = {};
  for (const name of fieldNames) {
    const value = of(name);
    if (value !== undefined) values[name] = value;
  }
  return values;
};

/**
 * Returns whether two notes or drafts have the same text in every field, compared exactly.
 *
 * @example
 * sameTexts({ content: 'a' }, { content: 'a', attachment: 'b' }); // false
 */
export const sameTexts = (one: NoteTexts, other: NoteTexts): boolean =>
  fieldNames.every((name) => one[name] === other[name]);
