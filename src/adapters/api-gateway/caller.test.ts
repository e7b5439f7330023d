import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyCharacter } from '../../laws/any-character.ts';
import { type IdentityPolicy, parseCaller } from './caller.ts';

const identityPoolId = 'us-east-1:06d418dd-1111-2222-3333-444455556666';
const userPoolId = 'us-east-1_AbCdEfGhI';
const identityId = 'us-east-1:7c9e6679-7425-40de-944b-e07fc1f90ae7';
const sub = '0d4a5c9e-8f1b-4d2a-9c3e-1f2a3b4c5d6e';
const provider = `cognito-idp.us-east-1.amazonaws.com/${userPoolId}`;
const amr = ['authenticated', provider, `${provider}:CognitoSignIn:${sub}`];
const policy: IdentityPolicy = { identityPoolId, userPoolId, owner: 'identity' };

const createEvent = (cognitoIdentity: unknown, more: object = {}) => ({
  version: '2.0',
  headers: {},
  requestContext: { authorizer: { iam: { accessKey: 'ASIA', accountId: '123456789012', cognitoIdentity } } },
  ...more,
});
const identity = { amr, identityId, identityPoolId };

describe('the caller of a payload-2.0 event', () => {
  test('is the Cognito identity, with the user pool’s user beside it', () => {
    const caller = parseCaller(createEvent(identity), policy)._unsafeUnwrap();
    expect(caller).toEqual({ owner: identityId, identityId, userPoolUserId: sub });
  });

  test('is the user pool’s user if the deployment says so', () => {
    expect(parseCaller(createEvent(identity), { ...policy, owner: 'user-pool-sub' })._unsafeUnwrap().owner).toBe(sub);
  });

  test('does not depend on the order of amr', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(amr, { minLength: 3 }), (shuffled) => {
        expect(parseCaller(createEvent({ ...identity, amr: shuffled }), policy)._unsafeUnwrap().userPoolUserId).toBe(
          sub,
        );
      }),
    );
  });

  test('is read only from where API Gateway writes it', () => {
    // From a caller with plain IAM credentials, and an identity in every other place where one could be.
    const forged = { ...identity, cognitoIdentityId: identityId, cognitoIdentityPoolId: identityPoolId };
    const claims = { sub, 'cognito:username': sub };
    for (const cognitoIdentity of [null, undefined, {}]) {
      const authorizer = { iam: { ...forged, cognitoIdentity, identity: forged }, ...forged, jwt: { claims }, claims };
      const requestContext = { ...forged, identity: forged, cognitoIdentity: forged, authorizer };
      const event = { ...forged, version: '2.0', identity: forged, cognitoIdentity: forged, requestContext };
      expect(parseCaller(event, policy)._unsafeUnwrapErr().kind).toBe('IdentityRefused');
    }
  });

  test('is parsed without reading any other member of the event', () => {
    const looked = new Set<string>();
    const watched = (value: unknown, path: string): unknown => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
      const note = (name: string | symbol) => {
        const place = `${path}${String(name)}`;
        looked.add(place);
        return place;
      };
      return new Proxy(value, {
        get: (target, name) => watched(Reflect.get(target, name), `${note(name)}.`),
        has: (target, name) => note(name) !== '' && Reflect.has(target, name),
        getOwnPropertyDescriptor: (target, name) => {
          note(name);
          return Reflect.getOwnPropertyDescriptor(target, name);
        },
      });
    };
    expect(parseCaller(watched(createEvent(identity), ''), policy).isOk()).toBe(true);
    const cognito = 'requestContext.authorizer.iam.cognitoIdentity';
    expect([...looked].toSorted()).toEqual([
      ...['requestContext', 'requestContext.authorizer', 'requestContext.authorizer.iam', cognito],
      ...[`${cognito}.amr`, `${cognito}.identityId`, `${cognito}.identityPoolId`, 'version'],
    ]);
  });

  test('is never taken from what the client writes', () => {
    const text = fc.string({ unit: anyCharacter });
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
        const event = createEvent(identity, { headers, queryStringParameters, pathParameters: headers, body });
        expect(parseCaller(event, policy)._unsafeUnwrap().owner).toBe(identityId);
      }),
    );
  });
});

describe('a pool of any partition', () => {
  const uuid = '7d2a3b1c-1111-4222-8333-444455556666';
  const ownerIn = (region: string, domain: string) => {
    const pool = { identityPoolId: `${region}:${uuid}`, userPoolId: `${region}_AbCdEfGhI`, owner: 'identity' } as const;
    const provider = `cognito-idp.${region}.${domain}/${pool.userPoolId}`;
    const amr = ['authenticated', provider, `${provider}:CognitoSignIn:${uuid}`];
    return parseCaller(
      createEvent({ identityPoolId: pool.identityPoolId, identityId: `${region}:${uuid}`, amr }),
      pool,
    ).match(
      ({ owner }) => owner,
      ({ kind }) => kind,
    );
  };

  test.each([
    ['us-east-1', 'amazonaws.com'],
    ['us-gov-west-1', 'amazonaws.com'],
    ['ap-southeast-7', 'amazonaws.com'],
    ['mx-central-1', 'amazonaws.com'],
    ['cn-north-1', 'amazonaws.com'],
    ['cn-north-1', 'amazonaws.com.cn'],
    ['eusc-de-east-1', 'amazonaws.com'],
    ['eusc-de-east-1', 'amazonaws.eu'],
  ])('in %s has its users accepted under a provider name that ends in %s', (region, domain) => {
    expect(ownerIn(region, domain)).toBe(`${region}:${uuid}`);
  });

  test.each([
    ['us-east-1', 'amazonaws.com.cn'],
    ['us-east-1', 'amazonaws.eu'],
    ['cn-north-1', 'amazonaws.eu'],
    ['eusc-de-east-1', 'amazonaws.com.cn'],
    ['eusc-de-east-1', 'example.com'],
  ])('in %s has its users refused under a provider name that ends in %s', (region, domain) => {
    expect(ownerIn(region, domain)).toBe('IdentityRefused');
  });
});

describe('the caller is refused for', () => {
  test.each([
    ['no request context', { version: '2.0' }],
    ['no authorizer', { version: '2.0', requestContext: {} }],
    ['another kind of authorizer', { version: '2.0', requestContext: { authorizer: { jwt: { claims: { sub } } } } }],
    ['an authorizer that is null', { version: '2.0', requestContext: { authorizer: null } }],
    ['an iam that is null', { version: '2.0', requestContext: { authorizer: { iam: null } } }],
    ['an iam that is text', { version: '2.0', requestContext: { authorizer: { iam: 'iam' } } }],
    [
      'the identity where a REST API puts it',
      {
        version: '2.0',
        requestContext: { identity: { cognitoIdentityId: identityId, cognitoIdentityPoolId: identityPoolId } },
      },
    ],
  ])('%s: not authenticated', (_, event) => {
    expect(parseCaller(event, policy)._unsafeUnwrapErr()).toEqual({ kind: 'NotAuthenticated' });
  });

  const without = (name: string) => Object.fromEntries(Object.entries(identity).filter(([key]) => key !== name));
  const other = 'us-east-1_AbCdEfGhIj';
  const otherProvider = `cognito-idp.us-east-1.amazonaws.com/${other}`;
  const signInAs = (user: unknown) => ({ ...identity, amr: [...amr.slice(0, 2), user] });
  const reasons = {
    plain: 'the caller has plain IAM credentials, not those of a Cognito identity',
    pool: 'the identity pool is another one',
    id: 'the identity id is missing or malformed',
    noAmr: 'amr is missing',
    nobody: 'the identity is not authenticated',
    userPool: 'the user pool is another one',
    more: 'amr has entries other than those of a sign-in to the user pool',
    sub: 'the user id in amr is malformed',
  };
  test.each<[string, keyof typeof reasons, unknown]>([
    ['a plain IAM caller', 'plain', null],
    ['no cognitoIdentity', 'plain', undefined],
    ['a cognitoIdentity that is text', 'plain', identityId],
    ['an unauthenticated identity', 'nobody', { ...identity, amr: ['unauthenticated'] }],
    ['both authenticated and unauthenticated', 'more', { ...identity, amr: [...amr, 'unauthenticated'] }],
    ['no amr', 'noAmr', without('amr')],
    ['amr as text', 'noAmr', { ...identity, amr: amr.join(',') }],
    ['amr as an object with indices', 'noAmr', { ...identity, amr: { ...amr, length: 3 } }],
    ['an empty amr', 'nobody', { ...identity, amr: [] }],
    ['amr without "authenticated"', 'nobody', { ...identity, amr: amr.slice(1) }],
    ['amr without the sign-in', 'more', { ...identity, amr: amr.slice(0, 2) }],
    ['amr without the provider', 'userPool', { ...identity, amr: [amr[0], amr[2]] }],
    ['amr with a sign-in twice', 'more', { ...identity, amr: [...amr, amr[2]] }],
    ['amr with another provider beside', 'more', { ...identity, amr: [...amr, 'accounts.google.com'] }],
    ['two sign-ins', 'more', { ...identity, amr: [...amr.slice(0, 2), 'authenticated', amr[2]] }],
    ['"authenticated" in place of a sign-in', 'more', signInAs('authenticated')],
    ['a sign-in that is not text', 'more', signInAs(7)],
    ['a sign-in of another type', 'more', signInAs(`${provider}:Other:${sub}`)],
    ['no sub', 'sub', signInAs(`${provider}:CognitoSignIn:`)],
    ['a sub with a newline', 'sub', signInAs(`${amr[2]}\n`)],
    ['a sub that is only the end of one', 'sub', signInAs(`${provider}:CognitoSignIn:0${sub}`)],
    ['a sub that is not well-formed Unicode', 'sub', signInAs(`${amr[2]}\ud800`)],
    [
      'a user pool whose id begins with ours',
      'userPool',
      { ...identity, amr: ['authenticated', otherProvider, `${otherProvider}:CognitoSignIn:${sub}`] },
    ],
    [
      'a user pool in another region',
      'userPool',
      { ...identity, amr: amr.map((entry) => entry.replace('idp.us-east-1', 'idp.eu-west-1')) },
    ],
    ['no identity pool', 'pool', without('identityPoolId')],
    ['another identity pool', 'pool', { ...identity, identityPoolId: identityPoolId.replace('06d4', '06d5') }],
    ['an identity pool whose id begins with ours', 'pool', { ...identity, identityPoolId: `${identityPoolId}0` }],
    ['no identity id', 'id', without('identityId')],
    ['an empty identity id', 'id', { ...identity, identityId: '' }],
    ['an identity id in another region', 'id', { ...identity, identityId: identityId.replace('east', 'west') }],
    ['an identity id without a region', 'id', { ...identity, identityId: identityId.split(':')[1] }],
    ['an identity id in upper case', 'id', { ...identity, identityId: identityId.toUpperCase() }],
    ['an identity id with a newline', 'id', { ...identity, identityId: `${identityId}\n` }],
    ['an identity id that is only the end of one', 'id', { ...identity, identityId: `x${identityId}` }],
    ['an identity id that is a list', 'id', { ...identity, identityId: [identityId] }],
    ['inherited members', 'pool', Object.create(identity)],
  ])('%s: identity refused', (_, reason, cognitoIdentity) => {
    const refusal = parseCaller(createEvent(cognitoIdentity), policy)._unsafeUnwrapErr();
    expect(refusal).toEqual({ kind: 'IdentityRefused', reason: reasons[reason] });
  });

  test('a payload-1.0 event, with a reason that names the setting to change', () => {
    const events = [
      { version: '1.0', requestContext: { identity: { cognitoIdentityId: identityId } } },
      { resource: '/notes', requestContext: { identity: { cognitoIdentityId: identityId } } },
      {},
      null,
    ];
    for (const event of events) {
      const refusal = parseCaller(event, policy)._unsafeUnwrapErr();
      expect(refusal).toEqual({
        kind: 'WrongPayloadVersion',
        reason:
          'The event is not of payload format 2.0. Serve this function with an HTTP API, ' +
          'and set PayloadFormatVersion of ' +
          'its integration (AWS::ApiGatewayV2::Integration) to "2.0". REST APIs send format 1.0 only.',
      });
    }
  });

  test('an identity id longer than an owner may be, even in a pool with an impossible region', () => {
    const region = 'x'.repeat(2048);
    const [pool, id] = [identityPoolId, identityId].map((text) => text.replace('us-east-1', region)) as [
      string,
      string,
    ];
    const event = createEvent({ ...identity, identityPoolId: pool, identityId: id });
    expect(parseCaller(event, { ...policy, identityPoolId: pool })._unsafeUnwrapErr()).toEqual({
      ...{ kind: 'IdentityRefused', reason: 'the identity id is missing or malformed' },
    });
  });

  test('any member replaced by anything else', () => {
    fc.assert(
      fc.property(fc.constantFrom('amr', 'identityId', 'identityPoolId'), fc.anything(), (name, value) => {
        expect(parseCaller(createEvent({ ...identity, [name]: value }), policy).isErr()).toBe(true);
      }),
    );
  });
});
