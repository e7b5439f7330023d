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
 */
export const noteFields = {
  content: { required: true, maxBytes: 256 * 1024 },
  /** A file's key. */
  attachment: { required: false, maxBytes: 1024 },
} as const satisfies Readonly<Record<string, Field>> & { readonly [N in Taken]?: never };

export type NoteField = keyof typeof noteFields;
export type OptionalField = {
  [N in NoteField]: (typeof noteFields)[N]['required'] extends true ? never : N;
}[NoteField];

/** The text of each field; of one that is not required, it may be absent. */
export type NoteTexts = { readonly [N in Exclude<NoteField, OptionalField>]: string } & {
  readonly [N in OptionalField]?: string;
};

/** In the order of the table, which is that of a note's JSON too. */
export const fieldNames = Object.keys(noteFields) as readonly NoteField[];

export const optionalFields = fieldNames.filter((name): name is OptionalField => !noteFields[name].required);

/** A value for each field, or none. */
export const eachField = <T>(of: (name: NoteField) => T | undefined): { [N in NoteField]?: T } => {
  const values: { [N in NoteField]?: T } = {};
  for (const name of fieldNames) {
    const value = of(name);
    if (value !== undefined) values[name] = value;
  }
  return values;
};

export const sameTexts = (one: NoteTexts, other: NoteTexts): boolean =>
  fieldNames.every((name) => one[name] === other[name]);
