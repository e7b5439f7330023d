import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPasswordClaim, createSrpKeys, formatSrpTimestamp } from '../../../src/client/srp.ts';
import { userPoolSettings } from '../../user-pool-settings.ts';
import { parseTimestamp } from './srp-timestamp.ts';
import { ClientId, password, startTestPools, type TestPools, userPoolId } from './test-pools.ts';

let pools: TestPools;
let ann: { readonly email: string; readonly sub: string };
beforeAll(async () => {
  pools = await startTestPools();
  ann = await pools.confirmed();
});
afterAll(() => pools?.[Symbol.asyncDispose]());

const poolName = userPoolId.split('_')[1] ?? '';
const begin = async (USERNAME = ann.email, keys = createSrpKeys()) => {
  const AuthParameters = { USERNAME, SRP_A: keys.A.toString(16) };
  const { body } = await pools.ask('InitiateAuth', { ClientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters });
  return { keys, parameters: body.ChallengeParameters as Record<string, string> };
};
type Responses = Record<string, string | undefined>;
/** Creates a proof of the password as the client does, with `change` applied to the responses before it is signed. */
const proof = async (change: (responses: Responses) => Responses = (responses) => responses, secret = password) => {
  const { keys, parameters } = await begin();
  const { SALT = '', SRP_B = '', SECRET_BLOCK = '', USER_ID_FOR_SRP = '' } = parameters;
  const changed = change({ USERNAME: USER_ID_FOR_SRP, TIMESTAMP: formatSrpTimestamp(pools.now()) });
  const challenge = { salt: SALT, B: SRP_B, secretBlock: SECRET_BLOCK, userIdForSrp: USER_ID_FOR_SRP };
  const timestamp = changed.TIMESTAMP ?? '';
  const signature = await createPasswordClaim(keys, challenge, { poolName, password: secret, timestamp });
  return {
    ...{ ClientId, ChallengeName: 'PASSWORD_VERIFIER' },
    ChallengeResponses: {
      PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
      PASSWORD_CLAIM_SIGNATURE: signature,
      ...changed,
    },
  };
};
const answered = async (...given: Parameters<typeof proof>) =>
  pools.ask('RespondToAuthChallenge', await proof(...given));
const minute = 60_000;
const at = (time: number) => (responses: Responses) => ({ ...responses, TIMESTAMP: formatSrpTimestamp(time) });

describe('a proof of the password', () => {
  test('is accepted with the user’s id, or the address in any case', async () => {
    for (const USERNAME of [ann.sub, ann.email, ann.email.toUpperCase()])
      expect((await answered((responses) => ({ ...responses, USERNAME }))).status).toBe(200);
  });

  test.each<[string, (responses: Responses) => Responses | Promise<Responses>]>([
    ['no USERNAME', ({ USERNAME: _, ...rest }) => rest],
    ['an empty USERNAME', (rest) => ({ ...rest, USERNAME: '' })],
    ['no TIMESTAMP', ({ TIMESTAMP: _, ...rest }) => rest],
    ['a TIMESTAMP in ISO 8601', (rest) => ({ ...rest, TIMESTAMP: new Date().toISOString() })],
    ['a TIMESTAMP with an offset', (rest) => ({ ...rest, TIMESTAMP: String(rest.TIMESTAMP).replace('UTC', '+00:00') })],
    [
      'a TIMESTAMP of another day of the week',
      (rest) => ({
        ...rest,
        TIMESTAMP: String(rest.TIMESTAMP).replace(/^\w+/, (day) => (day === 'Mon' ? 'Tue' : 'Mon')),
      }),
    ],
    ['no signature', (rest) => ({ ...rest, PASSWORD_CLAIM_SIGNATURE: undefined })],
    ['no secret block', (rest) => ({ ...rest, PASSWORD_CLAIM_SECRET_BLOCK: undefined })],
  ])('with %s is an InvalidParameterException', async (_, change) => {
    expect(await answered(change as (responses: Responses) => Responses)).toMatchObject({
      status: 400,
      type: 'InvalidParameterException',
    });
  });

  test('with the USERNAME of another or an unknown user is refused', async () => {
    const bob = await pools.confirmed();
    for (const USERNAME of [bob.email, bob.sub, 'nobody@example.com', crypto.randomUUID()])
      expect(await answered((rest) => ({ ...rest, USERNAME }))).toMatchObject({ type: 'NotAuthorizedException' });
  });

  test('dated up to five minutes off is accepted, and further off is refused', async () => {
    const second = Math.floor(pools.now() / 1000) * 1000;
    for (const off of [-4.9 * minute, 4.9 * minute]) expect((await answered(at(second + off))).status).toBe(200);
    for (const off of [-5.1 * minute, 5.1 * minute, -365 * 24 * 60 * minute])
      expect(await answered(at(second + off))).toMatchObject({ type: 'NotAuthorizedException' });
  });

  test('counts once, for three minutes, and only with the right password', async () => {
    const good = await proof();
    expect((await pools.ask('RespondToAuthChallenge', good)).status).toBe(200);
    expect(await pools.ask('RespondToAuthChallenge', good)).toMatchObject({ type: 'NotAuthorizedException' });
    expect(await answered(undefined, 'Wr0ng-one!')).toMatchObject({ type: 'NotAuthorizedException' });
    const [late, inTime] = [await proof(at(pools.now() + 3 * minute)), await proof(at(pools.now() + 3 * minute))];
    pools.pass(3 * minute - 5000);
    expect((await pools.ask('RespondToAuthChallenge', inTime)).status).toBe(200);
    pools.pass(5000);
    expect(await pools.ask('RespondToAuthChallenge', late)).toMatchObject({ type: 'NotAuthorizedException' });
  });

  test('that was used stays used until it has expired, even as the list of used ones is pruned', async () => {
    const first = await proof(at(pools.now() + 4 * minute));
    await pools.ask('RespondToAuthChallenge', first);
    for (const _ of ['once', 'twice']) {
      pools.pass(2 * minute);
      await answered();
      expect(await pools.ask('RespondToAuthChallenge', first)).toMatchObject({ type: 'NotAuthorizedException' });
    }
  });

  test('for one challenge does not answer another', async () => {
    const [one, other] = [await proof(), await begin()];
    const { ChallengeResponses } = one;
    const mixed = { ...ChallengeResponses, PASSWORD_CLAIM_SECRET_BLOCK: other.parameters.SECRET_BLOCK };
    expect(await pools.ask('RespondToAuthChallenge', { ...one, ChallengeResponses: mixed })).toMatchObject({
      type: 'NotAuthorizedException',
    });
    const named = {
      ...one,
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session: ChallengeResponses.PASSWORD_CLAIM_SECRET_BLOCK,
    };
    const responses = { USERNAME: ann.sub, NEW_PASSWORD: 'An0ther-one!' };
    expect(await pools.ask('RespondToAuthChallenge', { ...named, ChallengeResponses: responses })).toMatchObject({
      type: 'NotAuthorizedException',
    });
  });
});

describe('a client’s public SRP value', () => {
  const begun = (SRP_A: string) =>
    pools.ask('InitiateAuth', { ClientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME: ann.email, SRP_A } });

  test('may have leading zeros, and letters of either case', async () => {
    const hex = createSrpKeys().A.toString(16);
    for (const SRP_A of [`0${hex}`, `00${hex}`, hex.toUpperCase(), '1']) expect((await begun(SRP_A)).status).toBe(200);
  });

  test.each(['', '0', '0000', 'g', '-1', '0x1', ' 1', '1'.repeat(769), `${'0'.repeat(17)}${'f'.repeat(768)}`])(
    'cannot be %.12j',
    async (SRP_A) => {
      expect(await begun(SRP_A)).toMatchObject({ type: 'InvalidParameterException' });
    },
  );
});

describe('the timestamp of a proof', () => {
  test('is parsed as the client writes it', () => {
    const time = fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => seconds * 1000);
    fc.assert(fc.property(time, (time) => parseTimestamp(formatSrpTimestamp(time)) === time));
  });

  test.each([
    'Mon Feb 30 05:24:00 UTC 2026',
    'Tue Nov 3 25:04:00 UTC 2026',
    'Tue Nov 3 05:60:00 UTC 2026',
    'Tue nov 3 05:04:00 UTC 2026',
    'Mon Nov 3 05:04:00 UTC 2026',
    'Tue Nov 3 05:04:00 GMT 2026',
    'Tue Nov 3 05:04:00 2026',
    'Tue Nov 3 5:04:00 UTC 2026',
    ' Tue Nov 3 05:04:00 UTC 2026',
    'Tue Nov 3 05:04:00 UTC 2026\n',
    'Tue Nov 3 05:04:00 UTC 12026',
    'di nov 3 05:04:00 UTC 2026',
  ])('is refused as %j', (timestamp) => {
    expect(() => parseTimestamp(timestamp)).toThrow('EEE MMM d HH:mm:ss z yyyy');
  });
});

describe('a flow that is not enabled', () => {
  test.each(['USER_PASSWORD_AUTH', 'USER_AUTH', 'ADMIN_USER_PASSWORD_AUTH', 'CUSTOM_AUTH', 'toString'])(
    'is refused with the deployed settings: %s',
    async (AuthFlow) => {
      await using deployed = await startTestPools(userPoolSettings);
      const AuthParameters = { USERNAME: 'a@example.com', PASSWORD: password };
      expect(await deployed.ask('InitiateAuth', { ClientId, AuthFlow, AuthParameters })).toMatchObject({
        type: 'InvalidParameterException',
        body: { message: `${AuthFlow} flow not enabled for this client` },
      });
    },
  );
});

describe('a username', () => {
  test.each(['x'.repeat(129), '@'.repeat(131_000), `${'a'.repeat(131_000)}\n`, 7, ['a'], {}])(
    'of the form %.8j is refused at once',
    async (Username) => {
      const given = { ClientId, Username, Password: password, ConfirmationCode: '1' };
      for (const operation of [
        'SignUp',
        'ConfirmSignUp',
        'ResendConfirmationCode',
        'ForgotPassword',
        'ConfirmForgotPassword',
      ])
        expect(await pools.ask(operation, given)).toMatchObject({ status: 400, type: 'InvalidParameterException' });
      expect((await pools.signIn(Username as string)).type).toBe('InvalidParameterException');
      expect(await pools.admin('AdminGetUser', { Username })).toMatchObject({ type: 'InvalidParameterException' });
    },
  );
});
