/** The members of a DynamoDB request, each of them unknown until it is read. */
export type Asked = Readonly<Record<string, unknown>>;

/** An own member of an object, `undefined` of anything else. */
export const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;

/** The text in an attribute value `{ "S": … }`. */
export const stringIn = (attributes: unknown, name: string): string | undefined => {
  const value = member(member(attributes, name), 'S');
  return typeof value === 'string' ? value : undefined;
};

export const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];
