/**
 * What a request says about itself, by context key: one text, or for a multivalued key a list of texts, even of one
 * [IAM User Guide, "Single-valued vs. multivalued context keys"].
 */
export type RequestContext = Readonly<Record<string, string | readonly string[]>>;

/**
 * A request's context keys, whose names are not case-sensitive [IAM User Guide, "IAM JSON policy elements: Condition"].
 */
export interface ContextKeys {
  /** Returns the value of a key; `undefined` if it is absent, or multivalued without values. */
  valueOf(key: string): string | readonly string[] | undefined;
  /**
   * Returns the value of a variable. A multivalued key cannot be one ["Single-valued vs. multivalued context keys"]; an
   * empty value counts as none, as "Policy variables with no value" covers both [IAM User Guide, "IAM policy elements:
   * Variables and tags"].
   */
  variable(key: string): string | undefined;
}

/** Creates context keys. Throws if two keys differ by case only: the caller must have refused what led to them. */
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
