import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createJwt, createPerson, tokens } from '../../test/kit/cli/person.ts';
import { type AskedRequest, config, createAmzResponse, createRefusal } from '../../test/kit/fake-pools.ts';
import { findSignIn } from './sign-ins.ts';

const password = 'Passw0rd!';
type Person = ReturnType<typeof createPerson>;
const kept = ({ session }: Person) => findSignIn(JSON.parse(readFileSync(session, 'utf8')), config);
const bodies = ({ asked }: Person, of: string) =>
  asked.filter(({ operation }) => operation === of).map(({ body }) => body);
const operations = ({ asked }: Person) => asked.map(({ operation }) => operation);
const refusing = (operation: string, type: string) => (asked: AskedRequest) =>
  asked.operation === operation ? createRefusal(type, 'No.') : undefined;

/** Answers as a pool that requires these steps before it issues tokens, which have claims. */
const asking =
  (...steps: readonly string[]) =>
  ({ operation, body }: AskedRequest) => {
    if (operation !== 'RespondToAuthChallenge') return undefined;
    const done = steps.indexOf(String(body.ChallengeName));
    const next = steps[done + 1];
    if (next !== undefined)
      return createAmzResponse({ ChallengeName: next, Session: `session-${next}`, ChallengeParameters: {} });
    const AuthenticationResult = {
      ...{
        IdToken: createJwt({ sub: 's', email: 'ann@example.com' }),
        AccessToken: 'new-access',
        RefreshToken: 'new-refresh',
      },
      ExpiresIn: 3600,
    };
    return createAmzResponse({ AuthenticationResult });
  };
const temporary = asking('NEW_PASSWORD_REQUIRED');
const secondFactor = asking('SOFTWARE_TOKEN_MFA');
const both = asking('NEW_PASSWORD_REQUIRED', 'SOFTWARE_TOKEN_MFA');

describe('sign-in', () => {
  const signedOut = () => createPerson({ signedIn: false });
  const command = ['sign-in', 'ann@example.com', '--password', password];

  test('keeps the tokens, and prints none of them', async () => {
    for (const [more, out] of [
      [[], 'Signed in as ann@example.com.\n'],
      [['--json'], '{\n  "email": "ann@example.com",\n  "identityId": "us-east-1:i"\n}\n'],
    ] as const) {
      const someone = signedOut();
      const ran = await someone.notes([...command, ...more], { instead: asking() });
      expect(ran).toEqual({ code: 0, out, err: '' });
      expect(kept(someone)).toMatchObject({ accessToken: 'new-access', refreshToken: 'new-refresh', at: config });
    }
  });

  test('sends no password, whether it comes from NOTES_PASSWORD or from a prompt', async () => {
    for (const running of [{ env: 'NOTES_PASSWORD' }, { answers: [password] }]) {
      const someone = signedOut();
      const env = { NOTES_OUTPUTS: someone.outputs, NOTES_SESSION: someone.session, NOTES_PASSWORD: password };
      const ran = await someone.notes(
        ['sign-in', 'ann@example.com'],
        'env' in running ? { env, instead: asking() } : { ...running, instead: asking() },
      );
      expect(ran.code).toBe(0);
      expect(JSON.stringify(someone.asked)).not.toContain(password);
    }
  });

  test('keeps the sign-ins of other deployments, and replaces its own', async () => {
    const someone = createPerson();
    const other = { ...tokens, at: { ...config, apiEndpoint: 'https://other.example.com' } };
    someone.keep({ other, c: { ...tokens, at: config } });
    expect((await someone.notes(command, { instead: asking() })).code).toBe(0);
    expect(JSON.parse(readFileSync(someone.session, 'utf8'))).toEqual({
      other,
      c: expect.objectContaining({ refreshToken: 'new-refresh' }),
    });
  });

  test('asks for a new password, or takes --new-password, if the old one is temporary', async () => {
    const given = signedOut();
    expect(await given.notes([...command, '--new-password', 'New1!'], { instead: temporary })).toMatchObject({
      code: 0,
    });
    expect(bodies(given, 'RespondToAuthChallenge')[1]).toMatchObject({ ChallengeResponses: { NEW_PASSWORD: 'New1!' } });
    const typed = signedOut();
    expect(await typed.notes(command, { instead: temporary, answers: ['New2!'] })).toMatchObject({ code: 0 });
    expect(typed.questions).toEqual(['New password']);
    expect(bodies(typed, 'RespondToAuthChallenge')[1]).toMatchObject({ ChallengeResponses: { NEW_PASSWORD: 'New2!' } });
    const neither = signedOut();
    expect(await neither.notes(command, { instead: temporary })).toEqual({
      ...{ code: 3, out: '' },
      err: 'notes: The password is temporary: sign in at a terminal, or give the one to set with --new-password.\n',
    });
    expect(operations(neither)).toEqual(['InitiateAuth', 'RespondToAuthChallenge']);
  });

  test('asks for the authenticator app’s code, or takes --code, also after a new password', async () => {
    for (const instead of [secondFactor, both]) {
      const more = instead === both ? ['--new-password', 'New1!'] : [];
      const given = signedOut();
      expect(await given.notes([...command, ...more, '--code', '123 456'], { instead })).toMatchObject({ code: 0 });
      const answered = { ChallengeName: 'SOFTWARE_TOKEN_MFA', Session: 'session-SOFTWARE_TOKEN_MFA' };
      expect(bodies(given, 'RespondToAuthChallenge').at(-1)).toMatchObject({
        ...answered,
        ChallengeResponses: { SOFTWARE_TOKEN_MFA_CODE: '123456' },
      });
      const typed = signedOut();
      expect(await typed.notes([...command, ...more], { instead, answers: ['654 321'] })).toMatchObject({
        code: 0,
        err: '',
      });
      expect(typed.questions).toEqual(['Code from the authenticator app']);
      expect(bodies(typed, 'RespondToAuthChallenge').at(-1)).toMatchObject({
        ChallengeResponses: { SOFTWARE_TOKEN_MFA_CODE: '654321' },
      });
      const neither = signedOut();
      expect(await neither.notes([...command, ...more], { instead })).toEqual({
        ...{ code: 3, out: '' },
        err: 'notes: A code from the authenticator app is required: sign in at a terminal, or give it with --code.\n',
      });
    }
  });

  test('stops at the first step that fails', async () => {
    const refused = signedOut();
    const wrong = refusing('RespondToAuthChallenge', 'NotAuthorizedException');
    const all = [...command, '--code', '1', '--new-password', 'New1!'];
    expect(await refused.notes(all, { instead: wrong })).toEqual({ code: 3, out: '', err: 'notes: No.\n' });
    expect(bodies(refused, 'RespondToAuthChallenge')).toHaveLength(1);
    const weak = signedOut();
    const instead = (asked: AskedRequest) =>
      asked.body.ChallengeName === 'NEW_PASSWORD_REQUIRED'
        ? createRefusal('InvalidPasswordException', 'Weak.')
        : temporary(asked);
    expect(await weak.notes(all, { instead })).toEqual({ code: 2, out: '', err: 'notes: Weak.\n' });
    expect(bodies(weak, 'RespondToAuthChallenge')).toHaveLength(2);
    const gone = signedOut();
    const away = (asked: AskedRequest) =>
      asked.body.ChallengeName === 'SOFTWARE_TOKEN_MFA' ? new Response('<html>') : secondFactor(asked);
    expect(await gone.notes(command, { instead: away, answers: ['1', '2'] })).toMatchObject({ code: 7, out: '' });
    expect(gone.questions).toHaveLength(1);
  });

  test('asks for a code up to three times, but tries a given one only once', async () => {
    const wrong = (right: string) => (asked: AskedRequest) => {
      const responses = asked.body.ChallengeResponses as Record<string, string> | undefined;
      const code = responses?.SOFTWARE_TOKEN_MFA_CODE;
      if (code === undefined || code === right) return secondFactor(asked);
      return createRefusal(code === 'late' ? 'ExpiredCodeException' : 'CodeMismatchException', 'Code mismatch');
    };
    const third = await signedOut().notes(command, { instead: wrong('3'), answers: ['1', '2', '3'] });
    expect(third).toMatchObject({ code: 0, err: 'That is not the code.\n'.repeat(2) });
    const fourth = signedOut();
    expect(await fourth.notes(command, { instead: wrong('4'), answers: ['1', '2', '3', '4'] })).toMatchObject({
      ...{ code: 3, err: `${'That is not the code.\n'.repeat(2)}notes: Code mismatch\n` },
    });
    expect(fourth.questions).toHaveLength(3);
    const late = signedOut();
    expect(await late.notes(command, { instead: wrong('2'), answers: ['late', '2'] })).toMatchObject({ code: 3 });
    expect(late.questions).toHaveLength(1);
    const given = signedOut();
    expect(await given.notes([...command, '--code', '1'], { instead: wrong('2'), answers: ['2'] })).toMatchObject({
      ...{ code: 3, err: 'notes: Code mismatch\n' },
    });
    expect(given.questions).toEqual([]);
  });

  test('that fails keeps nothing, and revokes the tokens it got', async () => {
    const refused = signedOut();
    const wrong = refusing('RespondToAuthChallenge', 'NotAuthorizedException');
    expect(await refused.notes(command, { instead: wrong })).toEqual({ code: 3, out: '', err: 'notes: No.\n' });
    expect(operations(refused)).not.toContain('RevokeToken');
    const noCredentials = signedOut();
    const instead = (asked: AskedRequest) => refusing('GetId', 'ForbiddenException')(asked) ?? asking()(asked);
    expect(await noCredentials.notes(command, { instead })).toEqual({ code: 6, out: '', err: 'notes: No.\n' });
    expect(bodies(noCredentials, 'RevokeToken')).toEqual([{ ClientId: 'c', Token: 'new-refresh' }]);
    for (const each of [refused, noCredentials]) expect(await each.notes(['whoami'])).toMatchObject({ code: 3 });
  });

  test('does not start if it cannot be kept, and revokes its tokens if keeping it fails at the end', async () => {
    const someone = signedOut();
    const env = {
      NOTES_OUTPUTS: someone.outputs,
      NOTES_SESSION: someone.outputs.replace('given.json', 'given.json/x'),
    };
    expect(await someone.notes(command, { env })).toMatchObject({ code: 1, out: '' });
    expect(
      await someone.notes(command, { env: { NOTES_OUTPUTS: someone.outputs }, home: () => undefined }),
    ).toMatchObject({
      code: 2,
      err: expect.stringContaining('set HOME, or NOTES_SESSION'),
    });
    expect(someone.asked).toEqual([]);
    const late = (asked: AskedRequest) => {
      if (asked.operation === 'GetId') writeFileSync(`${someone.session}.x`, '');
      return asking()(asked);
    };
    const folder = await someone.notes(command, {
      instead: (asked) => {
        if (asked.operation === 'GetId') process.getBuiltinModule('node:fs').mkdirSync(someone.session);
        return late(asked);
      },
    });
    expect(folder).toMatchObject({ code: 2, out: '', err: expect.stringContaining('is not a file') });
    expect(bodies(someone, 'RevokeToken')).toEqual([{ ClientId: 'c', Token: 'new-refresh' }]);
  });

  test('keeps a copy of a damaged file, and says where', async () => {
    const someone = signedOut();
    writeFileSync(someone.session, '{"c":');
    expect(await someone.notes(['sign-out'])).toMatchObject({ code: 3, err: expect.stringContaining('is damaged') });
    // Happens before the password prompt, since nothing may be lost after it.
    const { code, err } = await someone.notes(command, { instead: asking() });
    const copy = /^The file of sign-ins was damaged\. A copy is kept in (.*)\n$/.exec(err)?.[1];
    expect(code).toBe(0);
    expect(readFileSync(String(copy), 'utf8')).toBe('{"c":');
    expect(kept(someone)?.refreshToken).toBe('new-refresh');
  });
});

describe('sign-out', () => {
  test('ends the sign-in here and at the pool', async () => {
    for (const [more, out] of [
      [[], 'Signed out.\n'],
      [['--json'], '{\n  "signedOut": true\n}\n'],
    ] as const) {
      const someone = createPerson();
      expect(await someone.notes(['sign-out', ...more])).toEqual({ code: 0, out, err: '' });
      expect(bodies(someone, 'RevokeToken')).toEqual([{ ClientId: 'c', Token: tokens.refreshToken }]);
      expect(kept(someone)).toBeUndefined();
      expect(await someone.notes(['sign-out'])).toMatchObject({
        code: 3,
        err: expect.stringContaining('Not signed in'),
      });
    }
  });

  test('succeeds if the tokens have already ended', async () => {
    const someone = createPerson();
    const instead = refusing('RevokeToken', 'NotAuthorizedException');
    expect(await someone.notes(['sign-out'], { instead })).toEqual({ code: 0, out: 'Signed out.\n', err: '' });
  });

  test('that does not reach the pool signs out here, and says so', async () => {
    const someone = createPerson();
    const instead = refusing('RevokeToken', 'TooManyRequestsException');
    const ran = await someone.notes(['sign-out', '--json'], { instead });
    expect(ran).toMatchObject({ code: 7, out: '' });
    expect(JSON.parse(ran.err)).toEqual({
      error:
        'Signed out on this machine, but the user pool was not told, so a copy of the tokens would still be valid: No.',
      type: 'TooManyRequestsException',
      signedOut: true,
    });
    expect(kept(someone)).toBeUndefined();
    const portal = createPerson();
    const page = ({ operation }: AskedRequest) => (operation === 'RevokeToken' ? new Response('<html>') : undefined);
    expect(await portal.notes(['sign-out'], { instead: page })).toMatchObject({ code: 7, out: '' });
  });

  test('everywhere ends all sign-ins of the user, and can be retried', async () => {
    const someone = createPerson();
    const instead = refusing('GlobalSignOut', 'TooManyRequestsException');
    expect(await someone.notes(['sign-out', '--everywhere'], { instead })).toMatchObject({ code: 7, out: '' });
    expect(kept(someone)).toBeDefined();
    const ran = await someone.notes(['sign-out', '--everywhere', '--json']);
    expect(ran).toEqual({ code: 0, out: '{\n  "signedOut": true,\n  "everywhere": true\n}\n', err: '' });
    expect(bodies(someone, 'GlobalSignOut').at(-1)).toEqual({ AccessToken: tokens.accessToken });
    expect(kept(someone)).toBeUndefined();
    expect((await createPerson().notes(['sign-out', '--everywhere'])).out).toBe('Signed out everywhere.\n');
  });
});

test('whoami shows who is signed in', async () => {
  const someone = createPerson();
  expect(await someone.notes(['whoami'])).toEqual({
    ...{ code: 0, err: '' },
    out: 'email         ann@example.com\nidentity id   us-east-1:i\nuser pool id  sub-1\n',
  });
  expect(JSON.parse((await someone.notes(['whoami', '--json'])).out)).toEqual({
    ...{ email: 'ann@example.com', identityId: 'us-east-1:i', userPoolUserId: 'sub-1' },
  });
});

describe('a command about the account', () => {
  const mailed = 'A code was mailed to a***@e***';
  test.each<[string[], string, object, string, object]>([
    [
      ['sign-up', 'a@b.c', '--password', password],
      'SignUp',
      { Username: 'a@b.c', Password: password },
      `${mailed}. Next: notes confirm a@b.c CODE`,
      { email: 'a@b.c', deliveredTo: 'a***@e***' },
    ],
    [
      ['confirm', 'a@b.c', '123456'],
      'ConfirmSignUp',
      { Username: 'a@b.c', ConfirmationCode: '123456' },
      'Confirmed. Next: notes sign-in a@b.c',
      { email: 'a@b.c', confirmed: true },
    ],
    [
      ['resend', 'a@b.c'],
      'ResendConfirmationCode',
      { Username: 'a@b.c' },
      `${mailed}.`,
      { email: 'a@b.c', deliveredTo: 'a***@e***' },
    ],
    [
      ['forgot-password', 'a@b.c'],
      'ForgotPassword',
      { Username: 'a@b.c' },
      `${mailed}, if there is such an account.`,
      { email: 'a@b.c', deliveredTo: 'a***@e***' },
    ],
    [
      ['reset-password', 'a@b.c', '123456', '--new-password', 'New1!'],
      'ConfirmForgotPassword',
      { Username: 'a@b.c', ConfirmationCode: '123456', Password: 'New1!' },
      'The password is set. Next: notes sign-in a@b.c',
      { email: 'a@b.c', reset: true, othersSignedOut: true },
    ],
    [
      ['change-password', '--password', password, '--new-password', 'New1!'],
      'ChangePassword',
      { AccessToken: tokens.accessToken, PreviousPassword: password, ProposedPassword: 'New1!' },
      'The password is changed. Existing sign-ins stay valid.',
      { changed: true },
    ],
    [
      ['delete-account', '--yes'],
      'DeleteUser',
      { AccessToken: tokens.accessToken },
      'The account is deleted.',
      { deleted: true },
    ],
  ])('%s', async (command, operation, sent, said, value) => {
    const someone = createPerson();
    expect(await someone.notes(command)).toEqual({ code: 0, out: `${said}\n`, err: '' });
    expect(bodies(someone, operation)).toEqual([expect.objectContaining(sent)]);
    expect(JSON.parse((await createPerson().notes([...command, '--json'])).out)).toEqual(value);
    const refused = await createPerson().notes(command, { instead: refusing(operation, 'LimitExceededException') });
    expect(refused).toEqual({ code: 7, out: '', err: 'notes: No.\n' });
    const page = await createPerson().notes(command, {
      instead: (asked) => (asked.operation === operation ? new Response('<html>') : undefined),
    });
    expect(page).toMatchObject({ code: 7, out: '' });
  });

  test('asks for codes and passwords in a terminal', async () => {
    const someone = createPerson();
    for (const [command, answers] of [
      [['sign-up', 'a'], ['p']],
      [['confirm', 'a'], ['1']],
      [
        ['reset-password', 'a'],
        ['1', 'p'],
      ],
      [['change-password'], ['p', 'q']],
      [['delete-account'], [true]],
    ] as const)
      expect(await someone.notes(command, { answers })).toMatchObject({ code: 0 });
    expect(someone.questions).toEqual([
      ...['Password', 'Code from the mail', 'Code from the mail', 'New password', 'Current password'],
      ...['New password', 'Delete this account permanently? Its notes will be out of reach.'],
    ]);
  });

  test('says what to run next, for the same deployment, in a form that a shell understands', async () => {
    const { notes, outputs } = createPerson();
    const ran = await notes(['confirm', "o'neil@b.c", '123456', '--outputs', outputs]);
    expect(ran).toEqual({
      ...{ code: 0, err: '' },
      out: `Confirmed. Next: notes sign-in --outputs ${outputs} 'o'\\''neil@b.c'\n`,
    });
  });

  test('reports that earlier sign-ins could not be ended', async () => {
    const instead = refusing('GlobalSignOut', 'TooManyRequestsException');
    const { out } = await createPerson().notes(['reset-password', 'a', '1', '--new-password', 'p'], { instead });
    expect(out).toBe(
      'The password is set. Earlier sign-ins could not be ended: sign in, and use `notes sign-out --everywhere`. ' +
        'Next: notes sign-in a\n',
    );
  });

  test('that deletes it signs out here, and keeps the sign-in if it fails', async () => {
    const someone = createPerson();
    expect(await someone.notes(['delete-account'])).toMatchObject({ code: 2 });
    expect(await someone.notes(['delete-account'], { answers: [false] })).toMatchObject({ code: 130 });
    const instead = refusing('DeleteUser', 'TooManyRequestsException');
    expect(await someone.notes(['delete-account', '--yes'], { instead })).toMatchObject({ code: 7 });
    expect(bodies(someone, 'DeleteUser')).toHaveLength(1);
    expect(kept(someone)).toBeDefined();
    expect(await someone.notes(['delete-account', '--yes'])).toMatchObject({ code: 0 });
    expect(kept(someone)).toBeUndefined();
  });
});

describe('totp', () => {
  const uri = 'otpauth://totp/owned-notes:ann%40example.com?secret=SECRET&issuer=owned-notes';
  const told = `Give your authenticator app this secret, or the link as a QR code:\n\n  SECRET\n  ${uri}\n\n`;
  const on = 'On: each sign-in now asks for a code from the app.\n';

  test('on shows the secret, asks for a code, and turns the second factor on', async () => {
    const someone = createPerson();
    expect(await someone.notes(['totp', 'on'], { answers: ['123 456'] })).toEqual({ code: 0, out: on, err: told });
    expect(operations(someone)).toEqual(['AssociateSoftwareToken', 'VerifySoftwareToken', 'SetUserMFAPreference']);
    expect(bodies(someone, 'VerifySoftwareToken')).toEqual([{ AccessToken: tokens.accessToken, UserCode: '123456' }]);
  });

  test('on takes two steps without a terminal', async () => {
    const someone = createPerson();
    expect(await someone.notes(['totp', 'on'])).toEqual({
      ...{ code: 0, err: '' },
      out: `${told}Then run: notes totp on --code CODE\n`,
    });
    expect(JSON.parse((await someone.notes(['totp', 'on', '--json'])).out)).toEqual({
      ...{ secret: 'SECRET', uri, totp: 'to be confirmed' },
    });
    someone.asked.length = 0;
    expect(await someone.notes(['totp', 'on', '--code', '123 456', '--json'])).toEqual({
      ...{ code: 0, out: '{\n  "totp": "on"\n}\n', err: '' },
    });
    // A new secret would invalidate the one that the app already has.
    expect(operations(someone)).toEqual(['VerifySoftwareToken', 'SetUserMFAPreference']);
    expect(bodies(someone, 'VerifySoftwareToken')[0]).toMatchObject({ UserCode: '123456' });
  });

  test('on with a wrong code does not turn the second factor on', async () => {
    const instead = refusing('VerifySoftwareToken', 'EnableSoftwareTokenMFAException');
    const someone = createPerson();
    expect(await someone.notes(['totp', 'on', '--code', '1'], { instead })).toEqual({
      ...{ code: 3, out: '', err: 'notes: No.\n' },
    });
    expect(operations(someone)).not.toContain('SetUserMFAPreference');
    expect(await someone.notes(['totp', 'on'], { answers: [undefined] })).toMatchObject({ code: 130, out: '' });
  });

  test('off turns the second factor off', async () => {
    const someone = createPerson();
    expect(await someone.notes(['totp', 'off'])).toEqual({
      ...{ code: 0, out: 'Off: a sign-in asks for the password only.\n', err: '' },
    });
    expect(bodies(someone, 'SetUserMFAPreference')).toEqual([
      { AccessToken: tokens.accessToken, SoftwareTokenMfaSettings: { Enabled: false } },
    ]);
    expect(JSON.parse((await someone.notes(['totp', 'off', '--json'])).out)).toEqual({ totp: 'off' });
    const instead = refusing('SetUserMFAPreference', 'TooManyRequestsException');
    expect(await someone.notes(['totp', 'off'], { instead })).toMatchObject({ code: 7, out: '' });
  });

  test('has its own help, and rejects other subcommands', async () => {
    expect(await createPerson().notes(['totp'])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('Usage: notes totp'),
    });
    expect(await createPerson().notes(['totp', 'up'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('unknown command'),
    });
  });
});
