import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callerOf, type IdentityPolicy } from './caller.ts';

const identityPoolId = 'us-east-1:06d418dd-1111-2222-3333-444455556666';
const userPoolId = 'us-east-1_AbCdEfGhI';
const identityId = 'us-east-1:7c9e6679-7425-40de-944b-e07fc1f90ae7';
const sub = '0d4a5c9e-8f1b-4d2a-9c3e-1f2a3b4c5d6e';
const provider = `cognito-idp.us-east-1.amazonaws.com/${userPoolId}`;
const amr = ['authenticated', provider, `${provider}:CognitoSignIn:${sub}`];
const policy: IdentityPolicy = { identityPoolId, userPoolId, owner: 'identity' };

const eventOf = (cognitoIdentity: unknown, more: object = {}) => ({
  version: '2.0',
  headers: {},
  requestContext: { authorizer: { iam: { accessKey: 'ASIA', accountId: '123456789012', cognitoIdentity } } },
  ...more,
});
const identity = { amr, identityId, identityPoolId };

describe('the caller of a payload-2.0 event', () => {
  test('is the Cognito identity, and the user pool’s user beside it', () => {
    const caller = callerOf(eventOf(identity), policy)._unsafeUnwrap();
    expect(caller).toEqual({ owner: identityId, identityId, userPoolUserId: sub });
  });

  test('is the user pool’s user where the deployment chose so', () => {
    expect(callerOf(eventOf(identity), { ...policy, owner: 'user-pool-sub' })._unsafeUnwrap().owner).toBe(sub);
  });

  test('does not depend on the order of amr', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(amr, { minLength: 3 }), (shuffled) => {
        expect(callerOf(eventOf({ ...identity, amr: shuffled }), policy)._unsafeUnwrap().userPoolUserId).toBe(sub);
      }),
    );
  });

  test('is never anything that the client writes', () => {
    const text = fc.string({ unit: 'binary' });
    const claimed = fc.dictionary(
      fc.constantFrom(
        'x-user-id',
        'userId',
        'owner',
        'x-amz-cognito-identity',
        'authorization',
        '__proto__',
        'identityId',
      ),
      text,
    );
    fc.assert(
      fc.property(claimed, claimed, text, (headers, queryStringParameters, body) => {
        const event = eventOf(identity, { headers, queryStringParameters, pathParameters: headers, body });
        expect(callerOf(event, policy)._unsafeUnwrap().owner).toBe(identityId);
      }),
    );
  });
});

describe('refused', () => {
  test.each([
    ['no request context', { version: '2.0' }],
    ['no authorizer', { version: '2.0', requestContext: {} }],
    ['another kind of authorizer', { version: '2.0', requestContext: { authorizer: { jwt: { claims: { sub } } } } }],
    ['an authorizer that is null', { version: '2.0', requestContext: { authorizer: null } }],
  ])('%s: not authenticated', (_, event) => {
    expect(callerOf(event, policy)._unsafeUnwrapErr().kind).toBe('NotAuthenticated');
  });

  const without = (name: string) => Object.fromEntries(Object.entries(identity).filter(([key]) => key !== name));
  const other = 'us-east-1_AbCdEfGhIj';
  const otherProvider = `cognito-idp.us-east-1.amazonaws.com/${other}`;
  test.each([
    ['a plain IAM caller', null],
    ['no cognitoIdentity', undefined],
    ['an unauthenticated identity', { ...identity, amr: ['unauthenticated'] }],
    ['both authenticated and unauthenticated', { ...identity, amr: [...amr, 'unauthenticated'] }],
    ['no amr', without('amr')],
    ['amr as text', { ...identity, amr: amr.join(',') }],
    ['amr as an object with indices', { ...identity, amr: { ...amr, length: 3 } }],
    ['an empty amr', { ...identity, amr: [] }],
    ['amr without the sign-in', { ...identity, amr: amr.slice(0, 2) }],
    ['amr without the provider', { ...identity, amr: [amr[0], amr[2]] }],
    ['amr with a sign-in twice', { ...identity, amr: [...amr, amr[2]] }],
    ['amr with another provider beside', { ...identity, amr: [...amr, 'accounts.google.com'] }],
    ['two sign-ins', { ...identity, amr: [...amr.slice(0, 2), 'authenticated', amr[2]] }],
    ['a sub that is none', { ...identity, amr: [...amr.slice(0, 2), `${provider}:CognitoSignIn:`] }],
    ['a sub with a newline', { ...identity, amr: [...amr.slice(0, 2), `${amr[2]}\n`] }],
    [
      'a user pool whose id has ours as a prefix',
      { ...identity, amr: ['authenticated', otherProvider, `${otherProvider}:CognitoSignIn:${sub}`] },
    ],
    [
      'a user pool of another region',
      { ...identity, amr: amr.map((entry) => entry.replace('idp.us-east-1', 'idp.eu-west-1')) },
    ],
    ['no identity pool', without('identityPoolId')],
    ['another identity pool', { ...identity, identityPoolId: identityPoolId.replace('06d4', '06d5') }],
    ['an identity pool that ours is a prefix of', { ...identity, identityPoolId: `${identityPoolId}0` }],
    ['no identity id', without('identityId')],
    ['an identity id without a region', { ...identity, identityId: identityId.split(':')[1] }],
    ['an identity id in upper case', { ...identity, identityId: identityId.toUpperCase() }],
    ['an identity id with a newline', { ...identity, identityId: `${identityId}\n` }],
    ['an identity id that is a list', { ...identity, identityId: [identityId] }],
    ['inherited members', Object.create(identity)],
  ])('%s: identity refused', (_, cognitoIdentity) => {
    expect(callerOf(eventOf(cognitoIdentity), policy)._unsafeUnwrapErr().kind).toBe('IdentityRefused');
  });

  test('a payload-1.0 event, with a word on the setting to change', () => {
    const events = [
      { version: '1.0', requestContext: { identity: { cognitoIdentityId: identityId } } },
      { resource: '/notes', requestContext: { identity: { cognitoIdentityId: identityId } } },
      {},
      null,
    ];
    for (const event of events) {
      const refusal = callerOf(event, policy)._unsafeUnwrapErr();
      expect(refusal).toMatchObject({
        kind: 'WrongPayloadVersion',
        reason: expect.stringContaining('PayloadFormatVersion'),
      });
    }
  });

  test('whatever else comes: any one member replaced by anything is refused', () => {
    fc.assert(
      fc.property(fc.constantFrom('amr', 'identityId', 'identityPoolId'), fc.anything(), (name, value) => {
        expect(callerOf(eventOf({ ...identity, [name]: value }), policy).isErr()).toBe(true);
      }),
    );
  });
});
