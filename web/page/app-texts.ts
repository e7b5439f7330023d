import { defineTexts } from './texts/texts.ts';

export const appTexts = defineTexts({
  en: {
    name: 'Notes',
    skip: 'Skip to the content',
    menu: 'Menu',
    menuOf: (email: string) => `Menu of ${email}`,
    signedInAs: 'Signed in as',
    notes: 'Notes',
    account: 'Account',
    signOut: 'Sign out',
    language: 'Language',
    theme: 'Appearance',
    themes: { system: 'Same as the system', light: 'Light', dark: 'Dark' },
    loading: 'Loading …',
    noConfig: 'The page cannot be set up: its configuration could not be loaded. You are still signed in.',
    retry: 'Try again',
    unsentTitle: 'Sign out and lose changes?',
    unsent: (changes: string) =>
      `${changes} not been sent yet. Signing out removes everything of yours from this device.`,
    change: { one: 'change has', other: 'changes have' },
    stay: 'Stay signed in',
    signOutAnyway: 'Sign out and lose them',
  },
  de: {
    name: 'Notizen',
    skip: 'Zum Inhalt springen',
    menu: 'Menü',
    menuOf: (email) => `Menü von ${email}`,
    signedInAs: 'Angemeldet als',
    notes: 'Notizen',
    account: 'Konto',
    signOut: 'Abmelden',
    language: 'Sprache',
    theme: 'Aussehen',
    themes: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
    loading: 'Wird geladen …',
    noConfig:
      'Die Seite lässt sich nicht einrichten: Ihre Konfiguration war nicht zu laden. Sie sind weiter angemeldet.',
    retry: 'Erneut versuchen',
    unsentTitle: 'Abmelden und Änderungen verlieren?',
    unsent: (changes) =>
      `${changes} noch nicht gesendet. Beim Abmelden wird alles von Ihnen von diesem Gerät entfernt.`,
    change: { one: 'Änderung ist', other: 'Änderungen sind' },
    stay: 'Angemeldet bleiben',
    signOutAnyway: 'Abmelden und verlieren',
  },
});
