import { readPreference } from '../session/preferences.ts';
import { findLanguage, type Language, languages } from './texts.ts';

/** The language that was chosen here, or else the browser's. */
export const findPreferredLanguage = (): Language =>
  readPreference('language', languages) ?? findLanguage(navigator.languages);
