import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEntry, joinArchive } from '../../test/chain/archive/handmade.ts';
import { createJwt, createPerson, type Running, tokens } from '../../test/kit/cli/person.ts';
import { type AskedRequest, config, createAmzResponse, note } from '../../test/kit/fake-pools.ts';
import { createList, createS3Refusal, fileHeaders } from '../../test/kit/files/fake-files.ts';
import { exitCodes } from './exit-codes.ts';
import { run } from './run.ts';

/** Every command that shows something, in a form that succeeds. */
const commands: readonly (readonly string[])[] = [
  ['sign-up', 'a@b.c', '--password', 'Passw0rd!'],
  ['confirm', 'a@b.c', '123456'],
  ['resend', 'a@b.c'],
  ['sign-in', 'a@b.c', '--password', 'Passw0rd!'],
  ['whoami'],
  ['create', 'text'],
  ['list'],
  ['list', '--all'],
  ['get', 'n'],
  ['update', 'n', 'text'],
  ['delete', 'n'],
  // Any file of the person's will do.
  ['create', 'text', '--attach', 'given.json'],
  ['update', 'n', 'text', '--attach', 'given.json'],
  ['files'],
  ['download', '1-a.txt'],
  ['detach', '1-a.txt'],
  ['export', 'a.tar'],
  ['import', '-'],
  ['erase', '--yes'],
  ['call', '--username', 'a@b.c', '--password', 'Passw0rd!', '--path-template', '/notes'],
  ['totp', 'on'],
  ['totp', 'on', '--code', '123456'],
  ['totp', 'off'],
  ['forgot-password', 'a@b.c'],
  ['reset-password', 'a@b.c', '123456', '--new-password', 'New1!'],
  ['change-password', '--password', 'Passw0rd!', '--new-password', 'New1!'],
  ['sign-out', '--everywhere'],
  ['sign-out'],
  ['delete-account', '--yes'],
];

test('these tests cover every command', async () => {
  const { out } = await createPerson().notes(['--help']);
  const named = [...out.matchAll(/^ {2}([a-z]+(?:-[a-z]+)*) /gm)].map(([, name]) => name);
  // `why` and `openapi` send no requests: `why-command.test.ts`, `test/openapi`. The exit status of `doctor` depends on
  // what it finds: `test/chain/doctor`. `attack` makes hundreds of requests: `test/planted/attack/command.test.ts`.
  // `local` asks the local stack: `test/chain/local-data/command.test.ts`.
  const others = ['help', 'why', 'doctor', 'attack', 'openapi', 'local'];
  expect(new Set([...commands.map(([name]) => name), ...others])).toEqual(new Set(named));
});

describe('no text from outside controls the terminal', () => {
  const piece = fc.oneof(
    fc.constantFrom('\u001b[2J', '\u001b]0;x\u0007', '\u009b2J', '\r', '\n', '\t', '\u007f', '\u202e', '\u2066', '\b'),
    fc.constantFrom('\u2028', '\0', 'a', '😀'),
  );
  const hostile = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => `x${pieces.join('')}y`);
  const steering = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

  const isOfFiles = (operation: string) => /Object|Part|Upload/.test(operation);

  /** Answers with this text in place of every text. */
  const answers =
    (text: string, isProblem: boolean) =>
    ({ operation, body }: AskedRequest): Response | undefined => {
      const headers = { etag: `"${text.replace(/[^!-~]/g, '')}"`, link: '<?after=a%1b%5b2J%c2%9b>; rel="next"' };
      const delivery = { CodeDeliveryDetails: { Destination: text } };
      if (isProblem && isOfFiles(operation)) return createS3Refusal(400, text, text);
      if (isProblem) {
        if (operation === operation.toUpperCase())
          return Response.json({ type: text, title: text, detail: text, requestId: text }, { status: 400 });
        if (['GetId', 'InitiateAuth', 'RevokeToken'].includes(operation)) return undefined;
        return createAmzResponse({ __type: `${text}Exception`, message: text }, 400);
      }
      const isFirst = operation === 'GET';
      const one = { ...note, noteId: isFirst ? 'n' : text, userId: text, content: text, attachment: text };
      switch (operation) {
        case 'SignUp':
          return createAmzResponse({ UserSub: text, ...delivery });
        case 'ResendConfirmationCode':
        case 'ForgotPassword':
          return createAmzResponse(delivery);
        case 'AssociateSoftwareToken':
          return createAmzResponse({ SecretCode: text });
        case 'GetCredentialsForIdentity': {
          const Credentials = { AccessKeyId: 'a', SecretKey: 's', SessionToken: 't', Expiration: 9e9 };
          return createAmzResponse({ IdentityId: text, Credentials });
        }
        case 'RespondToAuthChallenge':
          return createAmzResponse({
            AuthenticationResult: {
              ...{
                IdToken: createJwt({ sub: text, email: text }),
                AccessToken: 'a',
                RefreshToken: 'r',
                ExpiresIn: 3600,
              },
            },
          });
        case 'ListObjectsV2':
          return new Response(createList(`private/${text}/`, true, `1-${text}`));
        case 'HeadObject':
          return new Response(null, { headers: { ...fileHeaders, 'content-length': '3', 'x-amz-request-id': 'r' } });
        case 'POST':
          return Response.json(one, { headers });
        case 'PUT':
          return Response.json({ ...one, noteId: 'n' }, { headers });
        case 'GET':
          return body.list === undefined ? Response.json(one, { headers }) : undefined;
        default:
          return undefined;
      }
    };
  const listing = (text: string) => (asked: AskedRequest) =>
    asked.operation === 'GET'
      ? Response.json([{ ...note, noteId: text, content: text }], {
          headers: { link: `<?after=${encodeURIComponent(text)}>; rel="next"` },
        })
      : answers(text, false)(asked);

  const lists = ['list', 'export', 'erase'];

  test.each(commands)('%s %s', async (...command) => {
    await fc.assert(
      fc.asyncProperty(hostile, fc.boolean(), fc.boolean(), async (text, isJson, isProblem) => {
        const someone = createPerson();
        const at = JSON.parse(JSON.stringify(tokens));
        someone.keep({
          c: { ...at, idToken: createJwt({ sub: text, email: text }), at: config },
        });
        const running: Running = {
          instead: lists.includes(String(command[0])) && !isProblem ? listing(text) : answers(text, isProblem),
          input: joinArchive(createEntry({ name: `files/${text}`, bytes: text }), createEntry({ name: text })),
        };
        const { out, err } = await someone.notes([...command, ...(isJson ? ['--json'] : [])], running);
        expect(`${out}${err}`).not.toBe('');
        expect(`${out}${err}`.replaceAll(/[\n\t]/g, '')).not.toMatch(steering);
        if (isJson && out !== '') expect(() => JSON.parse(out)).not.toThrow();
        // Only a note's content may have several lines.
        if (!isJson && !['create', 'get', 'update', 'call', 'list', 'files'].includes(String(command[0])))
          expect(`${out}${err}`).not.toMatch(/\t|\n(?:.*y)?[^\n]*\n\n\n/);
        if (isProblem && !isJson && out === '') expect(err.split('\n')).toHaveLength(2);
      }),
      { numRuns: 12 },
    );
  });

  test('not even in arguments, outputs and file names', async () => {
    const someone = createPerson();
    for (const args of [
      ['\u001b[2J'],
      ['get', '\u001b[2J'],
      ['list', '--limit', '\u009b'],
      ['--\u001b'],
      ['list', '--outputs', '\u001b\n.json'],
      ['create', '@\u001b\n'],
      ['confirm', '\u001b\n', '1'],
      ['call', '--username', 'a', '--path-template', '/', '--header', '\u001b=a'],
    ]) {
      const { out, err } = await someone.notes(args);
      expect(`${out}${err}`).not.toMatch(/(?!\n)\p{Cc}/u);
    }
  });
});

describe('no secret is printed', () => {
  const secrets = /Passw0rd|New1!|the-access-token|the-refresh-token|access2|refresh2|id2|\beyJ/;
  test.each(commands)('%s %s', async (...command) => {
    const fetch = () => Promise.reject(new TypeError('fetch failed'));
    for (const json of [[], ['--json']])
      for (const running of [{}, { fetch }, { instead: () => new Response('<html>') }, { env: {} }]) {
        const { out, err } = await createPerson().notes([...command, ...json], running);
        expect(`${out}${err}`).not.toMatch(secrets);
      }
  });

  test('not even the value of an unknown option', async () => {
    for (const args of [['sign-in', 'a', '--pasword=Passw0rd!'], ['call', '-pPassw0rd!=x'], ['--x=Passw0rd!']]) {
      const { err, code } = await createPerson().notes(args);
      expect(code).toBe(2);
      expect(err).not.toContain('Passw0rd!=');
      if (args[0] !== 'call') expect(err).not.toContain('Passw0rd');
    }
  });
});

describe('a command that fails', () => {
  test.each(commands)('because nobody answers exits with 7 and one line: %s %s', async (...command) => {
    const fetch = () => Promise.reject(new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') }));
    const { code, err } = await createPerson().notes(command, { fetch });
    expect(code).toBe(7);
    expect(err).toMatch(/^notes: .*Nobody answers at https:\/\/\w+\.example\.com.* \(connect ECONNREFUSED\)[^\n]*\n$/);
    const json = await createPerson().notes(['--json', ...command], { fetch });
    expect(json.out).toBe('');
    expect(JSON.parse(json.err).error).toContain('Nobody answers at');
  });

  test.each(commands)('because of a Ctrl-C exits with 130 at once: %s %s', async (...command) => {
    const controller = new AbortController();
    const fetch = () => {
      setTimeout(() => controller.abort(), 5);
      return new Promise<never>(() => undefined);
    };
    expect(await createPerson().notes(command, { fetch, signal: controller.signal })).toMatchObject({ code: 130 });
  });

  test('because of a bug says where, but not the message', async () => {
    const someone = createPerson({ signedIn: false });
    const { world, ran } = someone.worldOf();
    const broken = (thrown: unknown) =>
      Object.defineProperty({ ...world }, 'isTTY', {
        get: () => {
          throw thrown;
        },
      });
    expect(await run(['sign-in', 'a'], broken(new RangeError('a secret')))).toBe(1);
    const all = ran(1).err;
    expect(all).toMatch(/^notes: Something unexpected happened: RangeError at .*run\.test\.ts/);
    expect(all).not.toContain('a secret');
    expect(await run(['sign-in', 'a'], broken('a secret'))).toBe(1);
    expect(ran(1).err).toMatch(/notes: Something unexpected happened: string\n$/);
  });
});

describe('help', () => {
  test('succeeds, and lists the exit statuses and the file of sign-ins', async () => {
    const someone = createPerson();
    for (const args of [['--help'], ['help'], ['-h']]) {
      const { code, out, err } = await someone.notes(args);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toMatch(/^Usage: notes \[options\] \[command\]\n\nYour notes, and nobody else’s\.\n/);
      expect(out).toMatch(/Exit status:\n {2}0 {2}done/);
      expect(out).toContain(`Sign-ins are kept in ${someone.session} (NOTES_SESSION), which holds tokens.`);
    }
    expect((await someone.notes(['list', '--help'])).out).toMatch(/^Usage: notes list/);
    expect((await someone.notes(['--help'], { env: {}, home: () => undefined })).out).toContain(
      'set HOME, or NOTES_SESSION',
    );
  });

  test('is shown for no command, and an unknown command is an error', async () => {
    expect(await createPerson().notes([])).toMatchObject({
      code: exitCodes.usage,
      out: '',
      err: expect.stringMatching(/^Usage: notes/),
    });
    expect(await createPerson().notes(['frobnicate'])).toMatchObject({
      code: 2,
      err: "error: unknown command 'frobnicate'\n",
    });
  });
});
