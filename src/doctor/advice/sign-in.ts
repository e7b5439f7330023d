import type { IdTokenFinding } from '../id-token.ts';
import type { SignInFinding } from '../sign-in.ts';
import { adviseFaulty, adviseOnSignIn, adviseRefused, type Rows, setUp, toSentence } from './rows.ts';

const client =
  'the app client (userPoolClient in infra/constructs/user-identities.ts; the console: user pool, App clients)';
const anew = 'Sign in again: notes sign-in EMAIL.';
const outputs = 'Compare the outputs with the deployment, or write them again.';

export const signInAdvice: Rows<SignInFinding['kind'] | IdTokenFinding['kind']> = {
  NobodySignedIn: () =>
    adviseOnSignIn(
      'Nobody is signed in at these endpoints, and nobody is here to ask.',
      'Sign in: notes sign-in EMAIL. Or just for this run: notes doctor --username EMAIL, ' +
        'with the password in NOTES_PASSWORD.',
    ),
  SignInsUnreadable: ({ reason }) =>
    adviseOnSignIn(toSentence(reason), 'Sign in just for this run: notes doctor --username EMAIL.'),
  PasswordWrong: ({ message }) =>
    adviseOnSignIn(
      `The user pool says: ${toSentence(message)}`,
      'Try the password again; set another one with: notes forgot-password EMAIL.',
      'If you are sure of both, UserPoolId and the app client may belong to different pools: ' +
        'the proof of a password is made with the pool’s name.',
    ),
  UserUnknown: ({ message }) =>
    adviseOnSignIn(
      `The user pool has no such user: ${toSentence(message)}`,
      'Sign up: notes sign-up EMAIL. Or is it another deployment?',
    ),
  UserDisabled: () =>
    adviseOnSignIn(
      'The user is disabled.',
      'An administrator can enable the user: aws cognito-idp admin-enable-user --user-pool-id POOL --username EMAIL',
    ),
  UserNotConfirmed: () =>
    adviseOnSignIn(
      'The address has not been confirmed yet.',
      'Confirm it with the code from the mail: notes confirm EMAIL CODE.',
      'Have the code mailed again: notes resend EMAIL.',
    ),
  PasswordResetDue: () =>
    adviseOnSignIn(
      'An administrator has reset the password.',
      'Set another one: notes forgot-password EMAIL, and then notes reset-password EMAIL.',
    ),
  PasswordExpired: () =>
    adviseOnSignIn(
      'The temporary password of the invitation has expired.',
      'An administrator can invite again: aws cognito-idp admin-create-user --user-pool-id POOL --username EMAIL ' +
        '--message-action RESEND',
    ),
  TemporaryPassword: () =>
    adviseOnSignIn('The password is right, but temporary.', 'Set your own: notes sign-in EMAIL, in a terminal.'),
  CodeDue: () =>
    adviseOnSignIn(
      'The password is right, but a code from the authenticator app is required too.',
      'Give it: notes doctor --username EMAIL --code CODE.',
    ),
  CodeWrong: ({ message }) =>
    adviseOnSignIn(
      `The code was not accepted: ${toSentence(message)}`,
      'Wait for the next code of the app, and check that its device’s clock is right.',
    ),
  AttemptsExceeded: () =>
    adviseOnSignIn(
      'The password was wrong too often: the pool refuses all attempts for now.',
      'Wait 15 minutes at most, and try again.',
    ),
  RiskRefused: ({ message }) =>
    adviseOnSignIn(
      `The pool’s threat protection refused the sign-in: ${toSentence(message)}`,
      'See the user’s event history in the console (user pool, Threat protection).',
      'Try from a network that the user has signed in from before.',
    ),
  SessionEnded: ({ message }) => adviseOnSignIn(`The stored sign-in is no longer valid: ${toSentence(message)}`, anew),
  AppClientUnknown: ({ message }) =>
    setUp(
      `The user pool’s region has no such app client: ${toSentence(message)}`,
      'UserPoolClientId in the outputs is wrong, cut off, or from a deployment that has been deleted.',
      outputs,
    ),
  AppClientHasSecret: () =>
    setUp(
      'The app client has a secret. Programs on users’ machines cannot keep one, so this client sends none.',
      `Replace ${client} with one without a secret (GenerateSecret: false): ` +
        'a secret cannot be taken away from a client.',
    ),
  FlowNotEnabled: ({ message }) =>
    setUp(
      `The app client does not allow the flow that this client signs in with: ${toSentence(message)}`,
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
      'Look at the log of that function; the user pool’s page “Extensions” lists them.',
    ),
  ChallengeUnsupported: ({ message }) =>
    setUp(toSentence(message), 'Turn that step off for the user, or sign in with a client that supports it.'),
  SignInRefused: ({ type, message }) => adviseOnSignIn(`The user pool refused: ${type}: ${toSentence(message)}`, anew),
  TokenUnreadable: ({ lacks }) =>
    adviseFaulty(
      `The ID token cannot be read: it lacks ${lacks}.`,
      anew,
      'What answers at the user pool’s address may not be Cognito.',
    ),
  TokenNotForId: ({ use }) =>
    adviseFaulty(
      `What came as the ID token is a token for another use: token_use is ${use}.`,
      anew,
      'What answers at the user pool’s address may not be Cognito.',
    ),
  TokenOfAnotherPool: ({ issuer, expected }) =>
    setUp(
      `The ID token is from another user pool: ${issuer}, but the outputs say ${expected}.`,
      'UserPoolClientId is an app client of that other pool, or UserPoolId is wrong.',
      outputs,
    ),
  TokenOfAnotherClient: ({ audience, expected }) =>
    setUp(`The ID token is for another app client: ${audience}, but the outputs say ${expected}.`, anew, outputs),
  TokenEnded: ({ ended }) =>
    adviseOnSignIn(
      `The ID token expired at ${ended}.`,
      anew,
      'If it was new, check the validity of ID tokens in the app client.',
    ),
};
