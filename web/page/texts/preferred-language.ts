import { readPreference } from '../session/preferences.ts';
import { findLanguage, type Language, languages } from './texts.ts';

/** Returns the language chosen on this device, or else the browser's. */
export const findPreferredLanguage = (): Language =>
  readPreference('language', languages) ?? findLanguage(navigator.languages);
