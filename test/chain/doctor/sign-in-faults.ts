import { readFile } from 'node:fs/promises';
import { admin } from '../../../infra/local/stack.ts';
import type { DoctorFault } from './fault.ts';
import { createJsonReply, createRefusalReply, onOperation } from './faulty-proxy.ts';
import type { Visit, Ward } from './ward.ts';

export const asAdmin: Visit = { username: admin.email, password: admin.password };
const password = 'Passw0rd!';

let accounts = 0;
const createAddress = (): string => `someone${accounts++}@example.com`;

/** Calls an operation as an administrator. The local pool accepts any key. */
const administer = async ({ stack: { outputs } }: Ward, operation: string, parameters: object): Promise<void> => {
  const response = await fetch(outputs.CognitoEndpoint, {
    method: 'POST',
    headers: {
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      authorization: 'AWS4-HMAC-SHA256 any',
    },
    body: JSON.stringify({ UserPoolId: outputs.UserPoolId, ...parameters }),
  });
  if (!response.ok) throw new Error(`${operation}: ${await response.text()}`);
};

/** Creates a user as an administrator, and then calls operations on that user. */
const after =
  (...operations: readonly string[]) =>
  async (ward: Ward): Promise<Visit> => {
    const Username = createAddress();
    const UserAttributes = [{ Name: 'email_verified', Value: 'true' }];
    await administer(ward, 'AdminCreateUser', { Username, UserAttributes, MessageAction: 'SUPPRESS' });
    await administer(ward, 'AdminSetUserPassword', { Username, Password: password, Permanent: true });
    for (const operation of operations) await administer(ward, operation, { Username });
    return { username: Username, password };
  };

const signUpUnconfirmed = async (ward: Ward): Promise<Visit> => {
  const username = createAddress();
  await ward.notes(['sign-up', username, '--password', password]);
  return { username, password };
};

const inviteUser = async (ward: Ward): Promise<Visit> => {
  const username = createAddress();
  const parameters = { Username: username, TemporaryPassword: password, MessageAction: 'SUPPRESS' };
  await administer(ward, 'AdminCreateUser', parameters);
  return { username, password };
};

type Kept = Readonly<Record<string, unknown>>;

/** Returns the text of a sign-in file with its one sign-in changed. */
const changedIn = (text: string, change: (signIn: Kept) => object): string => {
  const [[name, signIn] = ['', {}]] = Object.entries(JSON.parse(text) as Record<string, Kept>);
  return JSON.stringify({ [name]: { ...signIn, ...change(signIn) } });
};

/** Returns the kept sign-in of the other examinations, changed. */
const changed =
  (change: (signIn: Kept) => object) =>
  async ({ session }: Ward): Promise<Visit> => ({ session: changedIn(await readFile(session, 'utf8'), change) });

/** Returns that sign-in with other claims in its ID token. */
export const withClaim = (claims: object) =>
  changed(({ idToken }) => {
    const [head = '', payload = '', signature = ''] = String(idToken).split('.');
    const changed = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), ...claims };
    return { idToken: [head, Buffer.from(JSON.stringify(changed)).toString('base64url'), signature].join('.') };
  });

/** Returns the kept sign-in of a user who has since signed out everywhere, changed. */
export const endSignIn =
  (change: (signIn: Kept) => object) =>
  async (ward: Ward): Promise<Visit> => {
    const { username = '', password = '' } = await after()(ward);
    await ward.notes(['sign-in', username, '--password', password], { session: '{}' });
    const session = await readFile(ward.otherSession, 'utf8');
    await ward.notes(['sign-out', '--everywhere'], { session });
    return { session: changedIn(session, change) };
  };

const refused = (
  name: string,
  kind: DoctorFault['kind'],
  operation: string,
  type: string,
  message: string,
): DoctorFault => ({
  ...{ name, step: 'sign-in', kind, visit: asAdmin },
  pools: onOperation(operation, createRefusalReply(type, message)),
});

export const signInFaults: readonly DoctorFault[] = [
  { name: 'nobody signed in', step: 'sign-in', kind: 'NobodySignedIn', visit: { session: '{}' } },
  { name: 'a file of sign-ins that is damaged', step: 'sign-in', kind: 'SignInsUnreadable', visit: { session: '{' } },
  { name: 'a wrong password', step: 'sign-in', kind: 'PasswordWrong', visit: { ...asAdmin, password: 'Wr0ng-one!' } },
  { name: 'an account that is not confirmed', step: 'sign-in', kind: 'UserNotConfirmed', visit: signUpUnconfirmed },
  { name: 'a user who is disabled', step: 'sign-in', kind: 'UserDisabled', visit: after('AdminDisableUser') },
  {
    name: 'a password that was reset',
    step: 'sign-in',
    kind: 'PasswordResetDue',
    visit: after('AdminResetUserPassword'),
  },
  { name: 'the password of an invitation', step: 'sign-in', kind: 'TemporaryPassword', visit: inviteUser },
  {
    ...({
      name: 'an app client’s id that was cut off',
      step: 'sign-in',
      kind: 'AppClientUnknown',
      visit: asAdmin,
    } as const),
    outputs: (outputs) => ({ ...outputs, UserPoolClientId: String(outputs.UserPoolClientId).slice(0, -1) }),
  },
  {
    ...({ name: 'a kept sign-in that has ended', step: 'sign-in', kind: 'SessionEnded' } as const),
    visit: endSignIn(() => ({ expires: 0 })),
  },
  {
    ...({ name: 'a second factor', step: 'sign-in', kind: 'CodeDue', visit: asAdmin } as const),
    pools: onOperation(
      'RespondToAuthChallenge',
      createJsonReply(200, { ChallengeName: 'SOFTWARE_TOKEN_MFA', Session: 'a-session' }),
    ),
  },
  {
    ...({
      name: 'an unknown challenge',
      step: 'sign-in',
      kind: 'ChallengeUnsupported',
      visit: asAdmin,
    } as const),
    pools: onOperation(
      'RespondToAuthChallenge',
      createJsonReply(200, { ChallengeName: 'SMS_MFA', Session: 'a-session' }),
    ),
  },
  {
    ...({
      name: 'a code that is wrong',
      step: 'sign-in',
      kind: 'CodeWrong',
      visit: { ...asAdmin, code: '123456' },
    } as const),
    pools: {
      instead: ({ headers, body }) => {
        if (!headers['x-amz-target']?.endsWith('.RespondToAuthChallenge')) return undefined;
        return body.includes('SOFTWARE_TOKEN_MFA_CODE')
          ? createRefusalReply('CodeMismatchException', 'Invalid code received for user')
          : createJsonReply(200, { ChallengeName: 'SOFTWARE_TOKEN_MFA', Session: 'a-session' });
      },
    },
  },
  // In AWS's words. Those above are the local pool's own answers.
  refused(
    'an app client without the flow',
    'FlowNotEnabled',
    'InitiateAuth',
    'InvalidParameterException',
    'USER_SRP_AUTH is not enabled for the client.',
  ),
  refused(
    'an app client with a secret',
    'AppClientHasSecret',
    'InitiateAuth',
    'NotAuthorizedException',
    'Client 1h57kf5cpq17m0eml12EXAMPLE is configured with secret but SECRET_HASH was not received',
  ),
  refused(
    'too many attempts',
    'AttemptsExceeded',
    'RespondToAuthChallenge',
    'NotAuthorizedException',
    'Password attempts exceeded',
  ),
  refused(
    'a pool that says which users do not exist',
    'UserUnknown',
    'InitiateAuth',
    'UserNotFoundException',
    'User does not exist.',
  ),
  refused(
    'an invitation that has expired',
    'PasswordExpired',
    'RespondToAuthChallenge',
    'NotAuthorizedException',
    'Temporary password has expired and must be reset by an administrator.',
  ),
  refused(
    'a sign-in that is seen as a risk',
    'RiskRefused',
    'RespondToAuthChallenge',
    'NotAuthorizedException',
    'Unable to login because of security reasons.',
  ),
  refused(
    'a firewall that blocks the sign-in',
    'FirewallRefused',
    'InitiateAuth',
    'ForbiddenException',
    'Request not allowed due to WAF block.',
  ),
  refused(
    'a trigger that fails',
    'TriggerFailed',
    'RespondToAuthChallenge',
    'UserLambdaValidationException',
    'PreAuthentication failed with error no.',
  ),
  refused('a pool that is busy', 'CognitoBusy', 'InitiateAuth', 'TooManyRequestsException', 'Rate exceeded'),
  refused('a refusal that nobody has seen yet', 'SignInRefused', 'InitiateAuth', 'PoolOfLavaException', 'No.'),
  {
    ...({ name: 'an ID token of another pool', step: 'ID token', kind: 'TokenOfAnotherPool' } as const),
    visit: withClaim({ iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab1Cd2Ef3' }),
  },
  {
    name: 'an ID token for another client',
    step: 'ID token',
    kind: 'TokenOfAnotherClient',
    visit: withClaim({ aud: 'another' }),
  },
  {
    name: 'an access token in place of an ID token',
    step: 'ID token',
    kind: 'TokenNotForId',
    visit: withClaim({ token_use: 'access' }),
  },
  {
    name: 'an ID token that has expired',
    step: 'ID token',
    kind: 'TokenEnded',
    visit: withClaim({ exp: 1_700_000_000 }),
  },
  {
    name: 'an ID token that is not one',
    step: 'ID token',
    kind: 'TokenUnreadable',
    visit: changed(() => ({ idToken: 'none' })),
  },
];
