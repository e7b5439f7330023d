import { defineTexts } from '../texts/texts.ts';

export const uiTexts = defineTexts({
  en: {
    messages: 'Messages',
    dismiss: 'Dismiss',
    notLoaded: 'This part of the page could not be loaded. What you wrote is kept.',
    pageNotLoaded: 'The page could not be loaded.',
    reload: 'Load the page again',
  },
  de: {
    messages: 'Meldungen',
    dismiss: 'Schließen',
    notLoaded: 'Dieser Teil der Seite konnte nicht geladen werden. Was Sie geschrieben haben, ist noch da.',
    pageNotLoaded: 'Die Seite konnte nicht geladen werden.',
    reload: 'Seite neu laden',
  },
});
