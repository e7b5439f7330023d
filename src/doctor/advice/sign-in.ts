import type { IdTokenFinding } from '../id-token.ts';
import type { SignInFinding } from '../sign-in.ts';
import { adviseFaulty, adviseRefused, type Rows, setUp, signIn, toSentence } from './rows.ts';

const client =
  'the app client (userPoolClient in infra/constructs/user-identities.ts; the console: user pool, App clients)';
const anew = 'Sign in anew: notes sign-in EMAIL.';
const outputs = 'Compare the outputs with the deployment, or write them anew.';

export const signInAdvice: Rows<SignInFinding['kind'] | IdTokenFinding['kind']> = {
  NobodySignedIn: () =>
    signIn(
      'Nobody is signed in at these endpoints, and nobody is here to ask.',
      'Sign in: notes sign-in EMAIL. Or for this once: notes doctor --username EMAIL, with the password in NOTES_PASSWORD.',
    ),
  SignInsUnreadable: ({ reason }) =>
    signIn(toSentence(reason), 'Sign in for this once: notes doctor --username EMAIL.'),
  PasswordWrong: ({ message }) =>
    signIn(
      `The user pool says: ${toSentence(message)}`,
      'Try the password again; set another one with: notes forgot-password EMAIL.',
      'If you are sure of both, UserPoolId may be another pool’s than the app client’s: the proof of a password is made with the pool’s name.',
    ),
  UserUnknown: ({ message }) =>
    signIn(
      `The user pool has no such user: ${toSentence(message)}`,
      'Sign up: notes sign-up EMAIL. Or is it another deployment?',
    ),
  UserDisabled: () =>
    signIn(
      'The user is disabled.',
      'An administrator can enable it: aws cognito-idp admin-enable-user --user-pool-id POOL --username EMAIL',
    ),
  UserNotConfirmed: () =>
    signIn(
      'The address has not been confirmed yet.',
      'Confirm it with the code from the mail: notes confirm EMAIL CODE.',
      'Have the code mailed again: notes resend EMAIL.',
    ),
  PasswordResetDue: () =>
    signIn(
      'An administrator has reset the password.',
      'Set another one: notes forgot-password EMAIL, and then notes reset-password EMAIL.',
    ),
  PasswordExpired: () =>
    signIn(
      'The temporary password of the invitation has ended.',
      'An administrator can invite again: aws cognito-idp admin-create-user --user-pool-id POOL --username EMAIL --message-action RESEND',
    ),
  TemporaryPassword: () =>
    signIn('The password is right, and a temporary one.', 'Set your own: notes sign-in EMAIL, in a terminal.'),
  CodeDue: () =>
    signIn(
      'The password is right, and a code of the authenticator app is due.',
      'Give it: notes doctor --username EMAIL --code CODE.',
    ),
  CodeWrong: ({ message }) =>
    signIn(
      `The code was not taken: ${toSentence(message)}`,
      'Wait for the next code of the app, and see that the clock of its device is right.',
    ),
  AttemptsExceeded: () =>
    signIn(
      'The password was wrong too often: the pool refuses all attempts for now.',
      'Wait 15 minutes at most, and try again.',
    ),
  RiskRefused: ({ message }) =>
    signIn(
      `The pool’s threat protection refused the sign-in: ${toSentence(message)}`,
      'Look at the user’s event history in the console (user pool, Threat protection).',
      'Try from a network that the user is known from.',
    ),
  SessionEnded: ({ message }) => signIn(`The sign-in that is kept has ended: ${toSentence(message)}`, anew),
  AppClientUnknown: ({ message }) =>
    setUp(
      `The user pool’s region has no such app client: ${toSentence(message)}`,
      'UserPoolClientId in the outputs is wrong, cut off, or of a deployment that is gone.',
      outputs,
    ),
  AppClientHasSecret: () =>
    setUp(
      'The app client has a secret. Programs on users’ machines cannot keep one, so this client sends none.',
      `Make ${client} one without a secret (GenerateSecret: false): it cannot be taken from one that has it.`,
    ),
  FlowNotEnabled: ({ message }) =>
    setUp(
      `The app client does not let this client sign in by its flow: ${toSentence(message)}`,
      `Turn on ALLOW_USER_SRP_AUTH and ALLOW_REFRESH_TOKEN_AUTH of ${client}.`,
    ),
  FirewallRefused: ({ message }) =>
    adviseRefused(
      `A firewall in front of the user pool (AWS WAF) refused the request: ${toSentence(message)}`,
      'Look at the log of the web ACL that is associated with the user pool.',
    ),
  TriggerFailed: ({ type, message }) =>
    adviseFaulty(
      `A Lambda trigger of the user pool failed or refused: ${type}: ${toSentence(message)}`,
      'Look at the log of that function; the user pool’s page “Extensions” says which there are.',
    ),
  ChallengeUnsupported: ({ message }) =>
    setUp(toSentence(message), 'Turn that step off for the user, or sign in by a client that knows it.'),
  SignInRefused: ({ type, message }) => signIn(`The user pool refused: ${type}: ${toSentence(message)}`, anew),
  TokenUnreadable: ({ lacks }) =>
    adviseFaulty(
      `The ID token is none that can be read: it lacks ${lacks}.`,
      anew,
      'What answers at the user pool’s address may not be Cognito.',
    ),
  TokenNotForId: ({ use }) =>
    adviseFaulty(
      `What came as the ID token is one for another use: token_use is ${use}.`,
      anew,
      'What answers at the user pool’s address may not be Cognito.',
    ),
  TokenOfAnotherPool: ({ issuer, expected }) =>
    setUp(
      `The ID token is of another user pool: ${issuer}, and the outputs say ${expected}.`,
      'UserPoolClientId is an app client of that other pool, or UserPoolId is wrong.',
      outputs,
    ),
  TokenOfAnotherClient: ({ audience, expected }) =>
    setUp(`The ID token is for another app client: ${audience}, and the outputs say ${expected}.`, anew, outputs),
  TokenEnded: ({ ended }) =>
    signIn(
      `The ID token has ended, at ${ended}.`,
      anew,
      'If it was new, look at the validity of ID tokens of the app client.',
    ),
};
