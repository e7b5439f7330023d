import { call, literal, type Term } from './terms.ts';

/** A regular language, as SMT-LIB 2 text. */
export type Language = Term;

export const anyText: Language = 're.all';
export const anyCharacter: Language = 're.allchar';
export const exactly = (text: string): Language => call('str.to_re', literal(text));
export const sequence = (languages: readonly Language[]): Language =>
  languages.length > 1 ? call('re.++', ...languages) : (languages[0] ?? exactly(''));
export const either = (...languages: readonly Language[]): Language =>
  languages.length > 1 ? call('re.union', ...languages) : (languages[0] ?? 're.none');
export const anyNumberOf = (language: Language): Language => call('re.*', language);
export const someOf = (language: Language): Language => call('re.+', language);
export const optionally = (language: Language): Language => call('re.opt', language);
export const times = (count: number, language: Language): Language => call(`(_ re.^ ${count})`, language);
export const between = (first: string, last: string): Language => call('re.range', literal(first), literal(last));
export const oneOf = (characters: string): Language => either(...Array.from(characters, exactly));

/** Any character but the colon, as the two ranges around it. */
export const noColon: Language = either(between('\0', '9'), between(';', '\u{2ffff}'));

/**
 * Returns the language of a text in any case: ASCII, and the Kelvin sign, the one other character whose lower case is
 * an ASCII letter.
 */
export const inAnyCase = (text: string): Language => {
  if (!/^[\0-\x7f]*$/.test(text)) throw new Error(`Case is modelled for ASCII only: ${text}`);
  return sequence(
    Array.from(text, (character) => {
      const forms = new Set([character.toLowerCase(), character.toUpperCase()]);
      if (forms.has('k')) forms.add('\u212a');
      return either(...Array.from(forms, exactly));
    }),
  );
};

export const isIn = (text: Term, language: Language): Term => call('str.in_re', text, language);
