import { textsOf } from '../texts/texts.ts';

export const accountTexts = textsOf({
  en: {
    email: 'Email address',
    password: 'Password',
    emailMissing: 'Type your email address, such as name@example.com.',
    passwordMissing: 'Type your password.',
    signIn: 'Sign in',
    signInLead: 'Your notes, for nobody’s eyes but yours.',
    stay: 'Stay signed in',
    stayHint: 'On this device, in all tabs, until you sign out. Not on a device that others use.',
    toSignUp: 'Create an account',
    toForgot: 'Forgot your password?',
    toSignIn: 'Back to signing in',
    left: {
      'signed-out': 'You are signed out, and nothing of yours is left on this device.',
      'signed-out-untold':
        'You are signed out on this device. The server could not be told: until your sign-in ends by itself, it counts there. Once you are online, sign in and choose “Sign out everywhere” to end it.',
      'signed-out-everywhere': 'You are signed out on every device.',
      ended: 'You were signed out: your sign-in was ended elsewhere, or it grew too old. Sign in to go on.',
      deleted: 'Your account is deleted.',
    },
  },
  de: {
    email: 'E-Mail-Adresse',
    password: 'Passwort',
    emailMissing: 'Geben Sie Ihre E-Mail-Adresse ein, etwa name@example.com.',
    passwordMissing: 'Geben Sie Ihr Passwort ein.',
    signIn: 'Anmelden',
    signInLead: 'Ihre Notizen, für niemandes Augen als Ihre.',
    stay: 'Angemeldet bleiben',
    stayHint:
      'Auf diesem Gerät, in allen Tabs, bis Sie sich abmelden. Nicht auf einem Gerät, das auch andere benutzen.',
    toSignUp: 'Konto anlegen',
    toForgot: 'Passwort vergessen?',
    toSignIn: 'Zurück zur Anmeldung',
    left: {
      'signed-out': 'Sie sind abgemeldet, und auf diesem Gerät ist nichts von Ihnen geblieben.',
      'signed-out-untold':
        'Sie sind auf diesem Gerät abgemeldet. Der Server war nicht zu erreichen: Bis Ihre Anmeldung von selbst endet, gilt sie dort noch. Um sie zu beenden, melden Sie sich an, sobald Sie online sind, und wählen Sie „Überall abmelden“.',
      'signed-out-everywhere': 'Sie sind auf allen Geräten abgemeldet.',
      ended:
        'Sie wurden abgemeldet: Ihre Anmeldung wurde anderswo beendet, oder sie war zu alt. Melden Sie sich an, um weiterzumachen.',
      deleted: 'Ihr Konto ist gelöscht.',
    },
  },
});
