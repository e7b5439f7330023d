import type { DoctorFault } from './fault.ts';
import { createJsonReply, createRefusalReply, onOperation } from './faulty-proxy.ts';
import { asAdmin, endSignIn, withClaim } from './sign-in-faults.ts';

/** Faults of the identity pool, and of what it gives. */
export const identityFaults: readonly DoctorFault[] = [
  // Its signature does not fit, as it was changed.
  {
    name: 'an ID token that was changed',
    step: 'identity',
    kind: 'LoginRefused',
    visit: withClaim({ email: 'bob@example.com' }),
  },
  {
    ...({ name: 'a user who was signed out everywhere', step: 'identity', kind: 'LoginRefused' } as const),
    visit: endSignIn(() => ({})),
  },
  {
    ...({ name: 'an identity pool that is gone', step: 'identity', kind: 'IdentityPoolUnknown' } as const),
    visit: async ({ outputs }) => ({
      ...asAdmin,
      outputsAre: { ...outputs, IdentityPoolId: 'us-east-1:12345678-90ab-cdef-1234-567890abcdef' },
    }),
  },
  {
    ...({
      name: 'a provider that the identity pool does not have',
      step: 'identity',
      kind: 'ProviderUnknown',
    } as const),
    pools: onOperation(
      'GetId',
      createRefusalReply('NotAuthorizedException', 'Token is not from a supported provider of this identity pool.'),
    ),
  },
  {
    ...({ name: 'an identity pool for guests only', step: 'identity', kind: 'GuestsOnly' } as const),
    pools: onOperation(
      'GetId',
      createRefusalReply(
        'NotAuthorizedException',
        "Logins don't match. Please include at least one valid login for this identity or identity pool.",
      ),
    ),
  },
  {
    ...({ name: 'an identity pool that lets guests in', step: 'identity', kind: 'GuestsLetIn' } as const),
    pools: {
      instead: ({ headers, body }) =>
        headers['x-amz-target']?.endsWith('.GetId') && !body.includes('Logins')
          ? createJsonReply(200, { IdentityId: 'us-east-1:12345678-90ab-cdef-1234-567890abcdef' })
          : undefined,
    },
  },
  {
    ...({ name: 'an identity of another region', step: 'identity', kind: 'IdentityElsewhere' } as const),
    pools: onOperation('GetId', createJsonReply(200, { IdentityId: 'eu-west-1:12345678-90ab-cdef-1234-567890abcdef' })),
  },
  {
    ...({
      name: 'an identity pool that refuses for another reason',
      step: 'identity',
      kind: 'IdentityRefused',
    } as const),
    pools: onOperation('GetId', createRefusalReply('ExternalServiceException', 'No.')),
  },
  {
    ...({ name: 'no role for signed-in users', step: 'credentials', kind: 'RoleNotTaken' } as const),
    pools: onOperation(
      'GetCredentialsForIdentity',
      createRefusalReply(
        'InvalidIdentityPoolConfigurationException',
        'Invalid identity pool configuration. Check assigned IAM roles for this pool.',
      ),
    ),
  },
  {
    ...({
      name: 'credentials that are refused for another reason',
      step: 'credentials',
      kind: 'CredentialsRefused',
    } as const),
    pools: onOperation('GetCredentialsForIdentity', createRefusalReply('NotAuthorizedException', 'No.')),
  },
  {
    ...({ name: 'credentials that have expired', step: 'credentials', kind: 'CredentialsEnded' } as const),
    pools: {
      answer: (reply, { headers }) =>
        headers['x-amz-target']?.endsWith('.GetCredentialsForIdentity')
          ? { ...reply, body: reply.body.replace(/"Expiration":\d+/, '"Expiration":1700000000') }
          : reply,
    },
  },
  {
    ...({
      name: 'an identity pool that hangs',
      step: 'credentials',
      kind: 'NoAnswer',
      visit: { patience: 2000 },
    } as const),
    pools: {
      instead: ({ headers }) =>
        headers['x-amz-target']?.endsWith('.GetCredentialsForIdentity') ? 'say nothing' : undefined,
    },
  },
];
