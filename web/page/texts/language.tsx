import { createContext, type ReactNode, useContext, useLayoutEffect, useMemo, useState } from 'react';
import { writePreference } from '../session/preferences.ts';
import { createFormats, type Formats } from './formats.ts';
import { findPreferredLanguage } from './preferred-language.ts';
import { findLanguage, type Language, type Texts } from './texts.ts';

interface Spoken {
  readonly language: Language;
  readonly speak: (language: Language) => void;
  readonly formats: Formats;
}

const SpokenContext = createContext<Spoken | undefined>(undefined);

interface LanguageProviderProps {
  /** The initial language. Default: the result of `findPreferredLanguage`. */
  readonly first?: Language | undefined;
  readonly children: ReactNode;
}

export const LanguageProvider = ({ first, children }: LanguageProviderProps) => {
  const [language, setLanguage] = useState(first ?? findPreferredLanguage);
  // Before the first paint: screen readers choose their voice by it.
  useLayoutEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const spoken = useMemo(() => {
    // The browser's own variant of the language, such as `de-AT`, formats dates better.
    const locale = navigator.languages.find((each) => findLanguage([each]) === language && each.startsWith(language));
    return {
      language,
      formats: createFormats(locale ?? language),
      speak: (chosen: Language) => {
        writePreference('language', chosen);
        setLanguage(chosen);
      },
    };
  }, [language]);
  return <SpokenContext value={spoken}>{children}</SpokenContext>;
};

export const useLanguage = (): Spoken => {
  const spoken = useContext(SpokenContext);
  if (spoken === undefined) throw new Error('There is no LanguageProvider around this.');
  return spoken;
};

/** Returns a feature's texts in the page's language. */
export const useTexts = <T,>(texts: Texts<T>): T => texts[useLanguage().language];
