/** The languages that the page speaks. */
export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** The texts of one feature in each language. */
export type Texts<T> = Readonly<Record<Language, T>>;

/** A table of texts. English says which there are: a language that lacks one, or has another, does not compile. */
export const defineTexts = <T extends Readonly<Record<string, unknown>>>(table: {
  readonly en: T;
  readonly de: NoInfer<T>;
}): Texts<T> => table;

/** The first of the wanted languages that the page speaks; `wanted` is as a browser lists them, such as `de-AT`. */
export const findLanguage = (wanted: readonly string[]): Language => {
  for (const each of wanted) {
    const found = languages.find((language) => each.toLowerCase().split('-', 1)[0] === language);
    if (found !== undefined) return found;
  }
  return 'en';
};
