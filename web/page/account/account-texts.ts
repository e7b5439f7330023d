import { defineTexts } from '../texts/texts.ts';

/** The texts of signing in and up. None of them reveals whether an address has an account. */
export const accountTexts = defineTexts({
  en: {
    email: 'Email address',
    password: 'Password',
    newPassword: 'New password',
    showPassword: 'Show the password',
    code: 'Code',
    emailMissing: 'Type your email address, such as name@example.com.',
    passwordMissing: 'Type your password.',
    codeMissing: 'Type the six digits of the code.',
    weakPassword: 'The password does not follow the rules below yet.',
    rules: {
      long: '8 characters or more',
      lower: 'a lower-case letter',
      upper: 'an upper-case letter',
      digit: 'a digit',
      symbol: 'a symbol, such as ! or -',
      edges: 'no space at its start or end',
    },
    met: 'done',
    signIn: 'Sign in',
    stay: 'Stay signed in',
    stayHint: 'On this device, in all tabs, until you sign out. Not on a device that others use.',
    toSignUp: 'Create an account',
    toForgot: 'Forgot your password?',
    toSignIn: 'Back to signing in',
    signUp: 'Create an account',
    signUpLead: 'We mail you a code to confirm that the address is yours.',
    createAccount: 'Create account',
    confirm: 'Confirm your address',
    confirmLead: (email: string) =>
      `If ${email} has no account yet, a code is on its way there. It is valid for a day. ` +
      'If there is an account already, no code is sent: sign in, or choose a new password.',
    confirmCode: 'Confirm',
    resend: 'Send another code',
    resent: 'If the address is waiting for a code, another one is on its way. Only the newest counts.',
    confirmed: 'Your address is confirmed. Sign in.',
    forgot: 'Choose a new password',
    forgotLead: 'If there is an account with this address, we mail it a code for choosing a new password.',
    sendCode: 'Send the code',
    resetLead: (email: string) =>
      `If there is an account for ${email}, a code is on its way there. It is valid for an hour.`,
    notTheOne:
      'Your address is confirmed, but its account has another password. Choose a new one: ' +
      'that ends every sign-in with the old one.',
    setPassword: 'Set the password',
    passwordSet: 'Your new password is set, and every sign-in with the old one has ended. Sign in with the new one.',
    passwordSetOnly:
      'Your new password is set. Sign-ins with the old one may remain valid elsewhere: ' +
      'to end them, sign in and choose “Sign out everywhere”.',
    invited: 'Choose your password',
    invitedLead: 'The one in your invitation was valid only this once.',
    secondFactor: 'Code from your authenticator app',
    secondFactorLead: 'Open the app that you set up for your account, and type the code that it shows now.',
    usedCode: 'This code has already been used. Wait for the next one.',
    tooLate: 'That took longer than three minutes, or there were too many wrong codes. Sign in again.',
    signedOut: 'You are signed out.',
    uncleared:
      'What you had written here and not sent could not be removed from this browser. ' +
      'Delete this site’s data in the browser’s settings.',
    left: {
      'perhaps-deleted':
        'The server no longer accepts your sign-in: as far as can be told, your account is deleted. ' +
        'If you can still sign in, delete it once more.',
      'signed-out': 'You are signed out, and nothing of yours is left on this device.',
      'signed-out-telling': 'You are signed out on this device. The server is being told …',
      'signed-out-untold':
        'You are signed out on this device. The server could not be told, ' +
        'so your sign-in stays valid there until it expires. ' +
        'To end it, sign in once you are online and choose “Sign out everywhere”.',
      'signed-out-everywhere': 'You are signed out on every device.',
      ended: 'You were signed out: your sign-in was ended elsewhere, or it was too old. Sign in to continue.',
      deleted: 'Your account is deleted.',
      elsewhere: 'You are signed out: your sign-in on this device ended in another tab.',
    },
  },
  de: {
    email: 'E-Mail-Adresse',
    password: 'Passwort',
    newPassword: 'Neues Passwort',
    showPassword: 'Passwort zeigen',
    code: 'Code',
    emailMissing: 'Geben Sie Ihre E-Mail-Adresse ein, etwa name@example.com.',
    passwordMissing: 'Geben Sie Ihr Passwort ein.',
    codeMissing: 'Geben Sie die sechs Ziffern des Codes ein.',
    weakPassword: 'Das Passwort folgt den Regeln unten noch nicht.',
    rules: {
      long: 'mindestens 8 Zeichen',
      lower: 'ein Kleinbuchstabe',
      upper: 'ein Großbuchstabe',
      digit: 'eine Ziffer',
      symbol: 'ein Sonderzeichen, etwa ! oder -',
      edges: 'kein Leerzeichen am Anfang oder Ende',
    },
    met: 'erfüllt',
    signIn: 'Anmelden',
    stay: 'Angemeldet bleiben',
    stayHint:
      'Auf diesem Gerät, in allen Tabs, bis Sie sich abmelden. Nicht auf einem Gerät, das auch andere benutzen.',
    toSignUp: 'Konto anlegen',
    toForgot: 'Passwort vergessen?',
    toSignIn: 'Zurück zur Anmeldung',
    signUp: 'Konto anlegen',
    signUpLead: 'Wir senden Ihnen einen Code, um zu bestätigen, dass die Adresse Ihre ist.',
    createAccount: 'Anlegen',
    confirm: 'Adresse bestätigen',
    confirmLead: (email) =>
      `Wenn ${email} noch kein Konto hat, ist ein Code dorthin unterwegs. Er gilt einen Tag. ` +
      'Gibt es schon ein Konto, kommt kein Code: Melden Sie sich an, oder wählen Sie ein neues Passwort.',
    confirmCode: 'Bestätigen',
    resend: 'Weiteren Code senden',
    resent: 'Wenn die Adresse auf einen Code wartet, ist ein weiterer unterwegs. Nur der neueste gilt.',
    confirmed: 'Ihre Adresse ist bestätigt. Melden Sie sich an.',
    forgot: 'Neues Passwort wählen',
    forgotLead: 'Wenn es ein Konto mit dieser Adresse gibt, kommt dort ein Code an, um ein neues Passwort zu wählen.',
    sendCode: 'Code senden',
    resetLead: (email) => `Wenn es ein Konto für ${email} gibt, ist ein Code dorthin unterwegs. Er gilt eine Stunde.`,
    notTheOne:
      'Ihre Adresse ist bestätigt, aber ihr Konto hat ein anderes Passwort. Wählen Sie ein neues: ' +
      'Das beendet jede Anmeldung mit dem alten.',
    setPassword: 'Passwort setzen',
    passwordSet: 'Ihr neues Passwort gilt, und jede Anmeldung mit dem alten ist beendet. Melden Sie sich damit an.',
    passwordSetOnly:
      'Ihr neues Passwort gilt. Anmeldungen mit dem alten bestehen vielleicht anderswo weiter: ' +
      'Um sie zu beenden, melden Sie sich an und wählen Sie „Überall abmelden“.',
    invited: 'Passwort wählen',
    invitedLead: 'Das aus Ihrer Einladung galt nur dieses eine Mal.',
    secondFactor: 'Code Ihrer Authenticator-App',
    secondFactorLead:
      'Öffnen Sie die App, die Sie für Ihr Konto eingerichtet haben, und geben Sie den Code ein, den sie jetzt zeigt.',
    usedCode: 'Dieser Code wurde schon benutzt. Warten Sie auf den nächsten.',
    tooLate:
      'Das hat länger als drei Minuten gedauert, oder es waren zu viele falsche Codes. Melden Sie sich erneut an.',
    signedOut: 'Sie sind abgemeldet.',
    uncleared:
      'Was Sie hier geschrieben und nicht gesendet hatten, ließ sich nicht aus diesem Browser entfernen. ' +
      'Löschen Sie die Daten dieser Website in den Einstellungen des Browsers.',
    left: {
      'perhaps-deleted':
        'Der Server nimmt Ihre Anmeldung nicht mehr an: Soweit sich das sagen lässt, ist Ihr Konto gelöscht. ' +
        'Wenn Sie sich noch anmelden können, löschen Sie es noch einmal.',
      'signed-out': 'Sie sind abgemeldet, und auf diesem Gerät ist nichts von Ihnen geblieben.',
      'signed-out-telling': 'Sie sind auf diesem Gerät abgemeldet. Der Server wird benachrichtigt …',
      'signed-out-untold':
        'Sie sind auf diesem Gerät abgemeldet. Der Server war nicht zu erreichen; ' +
        'dort gilt Ihre Anmeldung, bis sie von selbst endet. ' +
        'Um sie zu beenden, melden Sie sich an, sobald Sie online sind, und wählen Sie „Überall abmelden“.',
      'signed-out-everywhere': 'Sie sind auf allen Geräten abgemeldet.',
      ended:
        'Sie wurden abgemeldet: Ihre Anmeldung wurde anderswo beendet, oder sie war zu alt. ' +
        'Melden Sie sich an, um weiterzumachen.',
      deleted: 'Ihr Konto ist gelöscht.',
      elsewhere: 'Sie sind abgemeldet: Ihre Anmeldung auf diesem Gerät wurde in einem anderen Tab beendet.',
    },
  },
});
