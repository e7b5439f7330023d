import type { CognitoFailure } from 'owned-notes/client';
import type { ConfigFailure } from '../session/config.ts';
import { defineTexts } from '../texts/texts.ts';

/** The texts of failures that mean the same in every form. None of them reveals whether somebody has an account. */
export const failureTexts = defineTexts({
  en: {
    unreachable: 'The server cannot be reached. Check your connection and try again; what you typed is still here.',
    unexpected:
      'Something between this page and the server answered in its place, perhaps the sign-in page of a network. ' +
      'Try again; what you typed is still here.',
    tooLong: 'The server took too long to answer. Try again; what you typed is still here.',
    noConfig: 'The page’s configuration could not be loaded. Check your connection and try again.',
    wrongSignIn: 'The email address or the password is wrong.',
    wrongCode: 'The code is wrong. Check it, or ask for a new one.',
    expiredCode: 'The code is too old. Ask for a new one.',
    weakPassword: 'The password does not follow the rules below.',
    tooMany: 'There were too many attempts. Wait a few minutes, then try again.',
    mailFailed: 'No mail could be sent to this address. Check it and try again.',
    ended: 'Your sign-in has ended. Sign in again.',
    tooLate: 'That took too long, for your safety. Sign in again.',
    other: (type: string) => `The server refused (${type}). Try again later.`,
  },
  de: {
    unreachable:
      'Der Server ist nicht zu erreichen. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut; ' +
      'Ihre Eingaben sind noch da.',
    unexpected:
      'Etwas zwischen dieser Seite und dem Server hat an seiner Stelle geantwortet, ' +
      'vielleicht die Anmeldeseite eines Netzes. Versuchen Sie es erneut; Ihre Eingaben sind noch da.',
    tooLong: 'Der Server hat zu lange nicht geantwortet. Versuchen Sie es erneut; Ihre Eingaben sind noch da.',
    noConfig: 'Die Konfiguration der Seite war nicht zu laden. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.',
    wrongSignIn: 'Die E-Mail-Adresse oder das Passwort ist falsch.',
    wrongCode: 'Der Code ist falsch. Prüfen Sie ihn, oder fordern Sie einen neuen an.',
    expiredCode: 'Der Code ist zu alt. Fordern Sie einen neuen an.',
    weakPassword: 'Das Passwort folgt den Regeln unten nicht.',
    tooMany: 'Das waren zu viele Versuche. Warten Sie einige Minuten und versuchen Sie es dann erneut.',
    mailFailed: 'An diese Adresse ließ sich keine E-Mail senden. Prüfen Sie sie und versuchen Sie es erneut.',
    ended: 'Ihre Anmeldung ist beendet. Melden Sie sich erneut an.',
    tooLate: 'Das hat zu Ihrer Sicherheit zu lange gedauert. Melden Sie sich erneut an.',
    other: (type) => `Der Server hat abgelehnt (${type}). Versuchen Sie es später erneut.`,
  },
});

type FailureTexts = (typeof failureTexts)['en'];

/** Texts by exception name [Amazon Cognito API Reference, "InitiateAuth", "ConfirmSignUp" and others]. */
const byType: Readonly<Record<string, Exclude<keyof FailureTexts, 'other'>>> = {
  CodeMismatchException: 'wrongCode',
  EnableSoftwareTokenMFAException: 'wrongCode',
  ExpiredCodeException: 'expiredCode',
  InvalidPasswordException: 'weakPassword',
  PasswordHistoryPolicyViolationException: 'weakPassword',
  LimitExceededException: 'tooMany',
  TooManyFailedAttemptsException: 'tooMany',
  TooManyRequestsException: 'tooMany',
  CodeDeliveryFailureException: 'mailFailed',
  // Both get the same text: nobody else may learn which it was.
  NotAuthorizedException: 'wrongSignIn',
  UserNotFoundException: 'wrongSignIn',
};

/** Describes a failure, unless a view has a better text. */
export const describeFailure = (failure: CognitoFailure | ConfigFailure, texts: FailureTexts): string => {
  switch (failure.kind) {
    case 'Unreachable':
      return texts.unreachable;
    case 'UnexpectedAnswer':
      return texts.unexpected;
    case 'Aborted':
      return texts.tooLong;
    case 'ConfigUnreachable':
    case 'InvalidOutputs':
      return texts.noConfig;
    case 'NotSent':
      return texts.other(failure.kind);
    case 'CognitoRefused': {
      const known = Object.hasOwn(byType, failure.type) ? byType[failure.type] : undefined;
      return known === undefined ? texts.other(failure.type) : texts[known];
    }
  }
};
