import { defineTexts } from '../texts/texts.ts';

/** The texts of the account view. */
export const settingsTexts = defineTexts({
  en: {
    account: 'Account',
    you: 'You',
    email: 'Email address',
    userId: 'User id',
    identityId: 'Identity id, the owner of your notes',
    changePassword: 'Change the password',
    currentPassword: 'Current password',
    change: 'Change password',
    changed: 'Your password is changed.',
    otherSignIns:
      'Sign-ins on other devices remain valid after a change. ' +
      'If somebody may know the old password, sign out everywhere.',
    wrongPassword: 'The current password is wrong.',
    totp: 'Authenticator app',
    totpOff:
      'You signed in with your password alone. With an app such as Aegis or Google Authenticator, ' +
      'signing in also takes a code from your phone.',
    totpOn: 'Signing in takes your password and a code from your app.',
    setUp: 'Set up an app',
    another: 'Set up another app',
    turnOff: 'Turn off',
    turnOffTitle: 'Sign in without a code?',
    turnOffLead: 'After that, anyone who has your password can sign in.',
    turnedOff: 'Signing in no longer takes a code.',
    turnedOn: 'From now on, signing in takes a code from your app.',
    scan: 'Scan this with the app, or open the link on the device that has the app, or type the secret into it.',
    qr: 'QR code for the authenticator app',
    openApp: 'Open in the app on this device',
    secret: 'Secret',
    thenCode: 'Then type the code that the app shows.',
    turnOn: 'Turn on',
    cancel: 'Cancel',
    everywhere: 'Sign out everywhere',
    everywhereLead:
      'Ends every sign-in of yours, this one too, such as that of a phone you lost. ' +
      'Anyone who is already signed in can read and write for up to another hour.',
    remove: 'Delete the account',
    removed: 'What is deleted: your email address, your password, your authenticator app, and every sign-in.',
    stays:
      'What stays: your notes and files, but nobody can reach them any more, ' +
      'not even you with a new account for the same address. First delete whatever should be gone for good.',
    exportFirst: 'Export your notes and files first',
    typeEmail: (email: string) => `Type ${email} to confirm`,
    typedOther: 'That is not the address of this account.',
    removeForGood: 'Delete for good',
  },
  de: {
    account: 'Konto',
    you: 'Sie',
    email: 'E-Mail-Adresse',
    userId: 'Benutzer-ID',
    identityId: 'Identitäts-ID, der Ihre Notizen gehören',
    changePassword: 'Passwort ändern',
    currentPassword: 'Bisheriges Passwort',
    change: 'Passwort ändern',
    changed: 'Ihr Passwort ist geändert.',
    otherSignIns:
      'Anmeldungen auf anderen Geräten gehen danach weiter. ' +
      'Kennt vielleicht jemand das alte Passwort, melden Sie sich überall ab.',
    wrongPassword: 'Das bisherige Passwort ist falsch.',
    totp: 'Authenticator-App',
    totpOff:
      'Sie haben sich nur mit Ihrem Passwort angemeldet. Mit einer App wie Aegis oder Google Authenticator ' +
      'braucht es auch einen Code Ihres Telefons.',
    totpOn: 'Zum Anmelden braucht es Ihr Passwort und einen Code Ihrer App.',
    setUp: 'App einrichten',
    another: 'Andere App einrichten',
    turnOff: 'Abschalten',
    turnOffTitle: 'Ohne Code anmelden?',
    turnOffLead: 'Von da an kommt hinein, wer Ihr Passwort hat.',
    turnedOff: 'Zum Anmelden braucht es keinen Code mehr.',
    turnedOn: 'Zum Anmelden braucht es von jetzt an einen Code Ihrer App.',
    scan:
      'Scannen Sie dies mit der App, oder öffnen Sie den Link auf dem Gerät mit der App, ' +
      'oder tippen Sie das Geheimnis dort ein.',
    qr: 'QR-Code für die Authenticator-App',
    openApp: 'In der App auf diesem Gerät öffnen',
    secret: 'Geheimnis',
    thenCode: 'Geben Sie dann den Code ein, den die App zeigt.',
    turnOn: 'Einschalten',
    cancel: 'Abbrechen',
    everywhere: 'Überall abmelden',
    everywhereLead:
      'Beendet jede Ihrer Anmeldungen, auch diese, etwa die auf einem verlorenen Telefon. ' +
      'Wer schon angemeldet ist, kann noch bis zu einer Stunde lesen und schreiben.',
    remove: 'Konto löschen',
    removed: 'Gelöscht werden Ihre E-Mail-Adresse, Ihr Passwort, Ihre Authenticator-App und jede Anmeldung.',
    stays:
      'Es bleiben Ihre Notizen und Dateien, wo sie niemand mehr erreicht, ' +
      'auch Sie nicht mit einem neuen Konto derselben Adresse. ' +
      'Löschen Sie vorher, was für immer verschwinden soll.',
    exportFirst: 'Vorher Notizen und Dateien exportieren',
    typeEmail: (email) => `Geben Sie zur Bestätigung ${email} ein`,
    typedOther: 'Das ist nicht die Adresse dieses Kontos.',
    removeForGood: 'Endgültig löschen',
  },
});
