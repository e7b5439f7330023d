import type { CredentialsFinding } from '../credentials.ts';
import type { IdentityFinding } from '../identity.ts';
import { adviseFaulty, adviseOnSignIn, type Rows, setUp, toSentence } from './rows.ts';

const providers =
  'Check its providers: aws cognito-identity describe-identity-pool --identity-pool-id POOL. ' +
  'They must include the user pool with exactly this app client.';
const outputs = 'Compare the outputs with the deployment, or write them again.';

export const identityAdvice: Rows<IdentityFinding['kind'] | CredentialsFinding['kind']> = {
  IdentityPoolUnknown: ({ message }) => setUp(`There is no such identity pool: ${toSentence(message)}`, outputs),
  ProviderUnknown: ({ message }) =>
    setUp(
      `The identity pool does not know the user pool, or its app client: ${toSentence(message)}`,
      providers,
      'IdentityPoolId may be another deployment’s: write the outputs again.',
    ),
  GuestsOnly: ({ message }) => setUp(`The identity pool accepts no sign-in at all: ${toSentence(message)}`, providers),
  LoginRefused: ({ message }) =>
    adviseOnSignIn(
      `The identity pool does not accept the ID token: ${toSentence(message)}`,
      'Sign in again: notes sign-in EMAIL. A user who was signed out everywhere, disabled or deleted is refused.',
      'If the message is about the issuer, Region or UserPoolId is wrong.',
    ),
  IdentityRefused: ({ type, message }) =>
    setUp(`The identity pool refused: ${type}: ${toSentence(message)}`, providers),
  IdentityElsewhere: ({ identityId, region }) =>
    setUp(`The identity ${identityId} is not from ${region}, where the pools are according to the outputs.`, outputs),
  GuestsLetIn: () =>
    adviseFaulty(
      'The identity pool gives an identity to anybody, signed in or not.',
      'Turn guest access off: AllowUnauthenticatedIdentities: false (infra/constructs/user-identities.ts), and deploy.',
    ),
  RoleNotTaken: ({ message }) =>
    adviseFaulty(
      `The identity pool could not assume the role of signed-in users: ${toSentence(message)}`,
      'Check that it has one: aws cognito-identity get-identity-pool-roles --identity-pool-id POOL. ' +
        '"authenticated" must name a role.',
      'Check that role’s trust policy: Federated cognito-identity.amazonaws.com, sts:AssumeRoleWithWebIdentity, ' +
        'aud this identity pool’s id, amr authenticated (infra/constructs/signed-in-role.ts).',
    ),
  CredentialsRefused: ({ type, message }) =>
    adviseFaulty(
      `No credentials were given: ${type}: ${toSentence(message)}`,
      'Check the roles of the identity pool: aws cognito-identity get-identity-pool-roles --identity-pool-id POOL.',
    ),
  CredentialsEnded: ({ ended }) =>
    adviseFaulty(
      `The new credentials expire at ${ended}, which is past or near.`,
      'Check the role’s longest session (MaxSessionDuration): it must be an hour at least.',
    ),
};
