import type { IdentityReason } from '../../../src/adapters/api-gateway/caller.ts';
import { createExplanation, type Explanation } from './explanation.ts';

/** What to do about each reason why a function rejects the caller. A reason without a row does not compile. */
const advice: Readonly<Record<IdentityReason, string>> = {
  'the caller has plain IAM credentials, not those of a Cognito identity':
    'Sign with credentials of the identity pool, not with those of an IAM user or role.',
  'the identity pool is another one':
    'Get credentials of the pool that the function has in IDENTITY_POOL_ID; ' +
    'those of another pool of the account do not count.',
  'the identity id is missing or malformed': 'See what the event has in requestContext.authorizer.iam.cognitoIdentity.',
  'amr is missing': 'Sign in: credentials of a guest, or of a developer identity, are nobody’s here.',
  'the identity is not authenticated': 'Sign in to the user pool before getting credentials: guests have no notes.',
  'the user pool is another one': 'Sign in to the pool that the function has in USER_POOL_ID.',
  'amr has entries other than those of a sign-in to the user pool':
    'Sign in to the user pool alone: an identity with other linked logins is not accepted.',
  'the user id in amr is malformed': 'Check that the sub of the ID token is a UUID, as Cognito issues it.',
};

const isReason = (reason: string): reason is IdentityReason => Object.hasOwn(advice, reason);

export const explainIdentity = (reason: string): Explanation =>
  createExplanation(
    'Identity.IdentityRefused',
    `The function does not accept the caller as a user of this stack: ${reason}.`,
    isReason(reason) ? advice[reason] : 'See functions.log for what the function wrote.',
  );

export const notAuthenticated: Explanation = createExplanation(
  'Identity.NotAuthenticated',
  'The request reached the function without an authorizer: its route does not require a signature.',
  'Give the route AuthorizationType AWS_IAM, as infra/constructs/notes-api.ts does.',
);

export const explainWrongPayload = (reason: string): Explanation =>
  createExplanation('Identity.WrongPayloadVersion', reason, 'Set PayloadFormatVersion of the integration to 2.0.');
