/** The members of a DynamoDB request, each unknown until it is read. */
export type TableInput = Readonly<Record<string, unknown>>;

/** Reads an own member of an object; `undefined` for anything else. */
export const readMember = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;

/** Reads the text in an attribute value `{ "S": … }`. */
export const readString = (attributes: unknown, name: string): string | undefined => {
  const value = readMember(readMember(attributes, name), 'S');
  return typeof value === 'string' ? value : undefined;
};

export const listEntries = (value: unknown): readonly (readonly [string, unknown])[] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];
