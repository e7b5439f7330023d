import type { CredentialsFinding } from '../credentials.ts';
import type { IdentityFinding } from '../identity.ts';
import { adviseFaulty, type Rows, setUp, signIn, toSentence } from './rows.ts';

const providers =
  'Look at its providers: aws cognito-identity describe-identity-pool --identity-pool-id POOL. There must be the user pool with this very app client.';
const outputs = 'Compare the outputs with the deployment, or write them anew.';

export const identityAdvice: Rows<IdentityFinding['kind'] | CredentialsFinding['kind']> = {
  IdentityPoolUnknown: ({ message }) => setUp(`There is no such identity pool: ${toSentence(message)}`, outputs),
  ProviderUnknown: ({ message }) =>
    setUp(
      `The identity pool does not know the user pool, or its app client: ${toSentence(message)}`,
      providers,
      'IdentityPoolId may be another deployment’s: write the outputs anew.',
    ),
  GuestsOnly: ({ message }) => setUp(`The identity pool takes no sign-in at all: ${toSentence(message)}`, providers),
  LoginRefused: ({ message }) =>
    signIn(
      `The identity pool does not take the ID token: ${toSentence(message)}`,
      'Sign in anew: notes sign-in EMAIL. A user who was signed out everywhere, disabled or deleted is refused.',
      'If the message is about the issuer, Region or UserPoolId is wrong.',
    ),
  IdentityRefused: ({ type, message }) =>
    setUp(`The identity pool refused: ${type}: ${toSentence(message)}`, providers),
  IdentityElsewhere: ({ identityId, region }) =>
    setUp(`The identity ${identityId} is not of ${region}, where the outputs say that the pools are.`, outputs),
  GuestsLetIn: () =>
    adviseFaulty(
      'The identity pool gives an identity to whoever asks, signed in or not.',
      'Turn guest access off: AllowUnauthenticatedIdentities: false (infra/constructs/user-identities.ts), and deploy.',
    ),
  RoleNotTaken: ({ message }) =>
    adviseFaulty(
      `The identity pool could not take the role of signed-in users: ${toSentence(message)}`,
      'Look whether it has one: aws cognito-identity get-identity-pool-roles --identity-pool-id POOL. "authenticated" must name a role.',
      'Look at that role’s trust policy: Federated cognito-identity.amazonaws.com, sts:AssumeRoleWithWebIdentity, aud this identity pool’s id, amr authenticated (infra/constructs/callers.ts).',
    ),
  CredentialsRefused: ({ type, message }) =>
    adviseFaulty(
      `No credentials were given: ${type}: ${toSentence(message)}`,
      'Look at the roles of the identity pool: aws cognito-identity get-identity-pool-roles --identity-pool-id POOL.',
    ),
  CredentialsEnded: ({ ended }) =>
    adviseFaulty(
      `The credentials that were given ended at ${ended}, or nearly.`,
      'Look at the role’s longest session (MaxSessionDuration): an hour at least.',
    ),
};
