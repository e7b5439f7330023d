/**
 * What a request says of itself, by context key: one text, or for a multivalued key a list of texts, of one too [IAM User Guide,
 * "Single-valued vs. multivalued context keys"].
 */
export type RequestContext = Readonly<Record<string, string | readonly string[]>>;

/** A request's context keys, whose names are not case-sensitive [IAM User Guide, "IAM JSON policy elements: Condition"]. */
export interface ContextKeys {
  /** `undefined` for a key that is absent, and for a multivalued key without values. */
  valueOf(key: string): string | readonly string[] | undefined;
  /**
   * What a variable stands for. A multivalued key cannot be one ["Single-valued vs. multivalued context keys"]; an empty value is
   * taken for none, as "Policy variables with no value" has both [IAM User Guide, "IAM policy elements: Variables and tags"].
   */
  variable(key: string): string | undefined;
}

/** Throws on two keys that differ by case only: whoever makes a context must have refused what led to them. */
export const createContextKeys = (context: RequestContext): ContextKeys => {
  const values = new Map<string, string | readonly string[]>();
  for (const [key, value] of Object.entries(context)) {
    const name = key.toLowerCase();
    if (values.has(name)) throw new Error('Two context keys differ by case only.');
    values.set(name, value);
  }
  const found = (key: string) => {
    const value = values.get(key.toLowerCase());
    return value?.length === 0 && typeof value !== 'string' ? undefined : value;
  };
  return {
    valueOf: found,
    variable: (key) => {
      const value = found(key);
      return typeof value === 'string' && value !== '' ? value : undefined;
    },
  };
};
