import { textsOf } from '../texts/texts.ts';

export const uiTexts = textsOf({
  en: { messages: 'Messages', dismiss: 'Dismiss' },
  de: { messages: 'Meldungen', dismiss: 'Schließen' },
});
