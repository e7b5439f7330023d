/** A text of 1 to `maxBytes` bytes of UTF-8. */
interface Field {
  readonly required: boolean;
  readonly maxBytes: number;
}

/** What a note has besides, by names that no field can have. */
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
 * What a note's owner writes of it. What reads, stores, lists, compares and deletes a note is made of this table; what has a word of
 * its own for each field does not compile without it. A field that is added is the last, and is not required: notes made before have
 * none, and are known by the fields of then.
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
 * The text of each field; of one that is not required, it may be absent.
 *
 * @example
 * const texts: NoteTexts = { content: 'The view', attachment: '1764500000000-view.jpg' };
 */
export type NoteTexts = { readonly [N in Exclude<NoteField, OptionalField>]: string } & {
  readonly [N in OptionalField]?: string;
};

/**
 * In the order of the table, which is that of a note's JSON too.
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
 * A value for each field, or none.
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
 * Whether two notes or drafts have the same text in every field, compared exactly.
 *
 * @example
 * sameTexts({ content: 'a' }, { content: 'a', attachment: 'b' }); // false
 */
export const sameTexts = (one: NoteTexts, other: NoteTexts): boolean =>
  fieldNames.every((name) => one[name] === other[name]);
