import { readPreference } from '../session/preferences.ts';
import { type Language, languageFor, languages } from './texts.ts';

/** The language that was chosen here, or else the browser's. */
export const preferredLanguage = (): Language =>
  readPreference('language', languages) ?? languageFor(navigator.languages);
