/** The languages that the page speaks. */
export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** The texts of one feature in each language. */
export type Texts<T> = Readonly<Record<Language, T>>;

/**
 * Defines a table of texts. English determines its keys: a language that lacks one, or has another, does not compile.
 */
export const defineTexts = <T extends Readonly<Record<string, unknown>>>(table: {
  readonly en: T;
  readonly de: NoInfer<T>;
}): Texts<T> => table;

/**
 * Returns the first wanted language that the page speaks, or English. `wanted` is as a browser lists languages, such as
 * `de-AT`.
 */
export const findLanguage = (wanted: readonly string[]): Language => {
  for (const each of wanted) {
    const found = languages.find((language) => each.toLowerCase().split('-', 1)[0] === language);
    if (found !== undefined) return found;
  }
  return 'en';
};
