import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { admin } from '../../infra/local/stack.ts';
import { startWire } from '../kit/files/wire.ts';
import { type LocalStack, startTestStack } from '../kit/local-stack.ts';
import { type Ran, runNotes } from '../kit/run-notes.ts';
import { calculateCode } from '../kit/totp.ts';

let stack: LocalStack;
let home: string;
beforeAll(async () => {
  stack = await startTestStack();
  home = await mkdtemp(join(tmpdir(), 'owned-notes-'));
});
afterAll(async () => {
  await stack?.[Symbol.asyncDispose]();
  await rm(home, { recursive: true, force: true });
});

const createEnv = (who: string) => ({
  NOTES_OUTPUTS: join(stack.data, 'outputs.json'),
  NOTES_SESSION: join(home, `${who}.json`),
});

/** Runs `notes` in this process, as somebody with a session file of their own. */
const notes = (who: string, args: readonly string[], { input = '', env = {} } = {}): Promise<Ran> =>
  runNotes(args, { home, env: { ...createEnv(who), ...env }, input });

const file = join(import.meta.dirname, '../../bin/notes.js');

/** Runs `notes` in a process of its own, as people do. */
const spawned = (
  who: string,
  args: readonly string[],
  { env = {}, onStart = (child: ChildProcessWithoutNullStreams): void => void child.stdin.end() } = {},
): Promise<Ran> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [file, ...args], {
      cwd: home,
      env: { ...process.env, ...createEnv(who), ...env },
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => (out += chunk));
    child.stderr.on('data', (chunk) => (err += chunk));
    child.on('close', (code) => resolve({ code, out, err }));
    onStart(child);
  });
const codeFor = async (email: string): Promise<string> => {
  const lines = (await readFile(join(stack.data, 'mail.jsonl'), 'utf8')).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line)).findLast(({ to }) => to === email).code;
};
const signInAdmin = (who: string) => notes(who, ['sign-in', admin.email, '--password', admin.password]);

describe('notes', () => {
  test('signs a new user up and in, creates, reads, updates and deletes a note, and signs out', async () => {
    const env = { NOTES_PASSWORD: 'Passw0rd!' };
    expect(await notes('new', ['sign-up', 'new@example.com'], { env })).toMatchObject({
      code: 0,
      out: expect.stringMatching(/n\*\*\*@e\*\*\*/),
    });
    expect(await notes('new', ['sign-in', 'new@example.com'], { env })).toMatchObject({
      code: 3,
      err: 'notes: User is not confirmed.\n',
    });
    expect((await notes('new', ['confirm', 'new@example.com', await codeFor('new@example.com')])).code).toBe(0);
    expect((await notes('new', ['sign-in', 'new@example.com'], { env })).code).toBe(0);
    expect((await stat(join(home, 'new.json'))).mode & 0o777).toBe(0o600);

    const who = JSON.parse((await notes('new', ['whoami', '--json'])).out);
    expect(who).toEqual({
      email: 'new@example.com',
      identityId: expect.stringMatching(/^us-east-1:[0-9a-f-]{36}$/),
      userPoolUserId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });

    const created = JSON.parse((await notes('new', ['create', 'one', '--attachment', 'a.png', '--json'])).out);
    expect(created).toMatchObject({ userId: who.identityId, content: 'one', attachment: 'a.png' });
    expect((await notes('new', ['get', created.noteId])).out).toContain('one');
    expect((await notes('new', ['list'])).out).toContain(created.noteId);

    const etag = created.etag.replaceAll('"', '');
    const updated = JSON.parse(
      (await notes('new', ['update', created.noteId, 'two', '--if-match', etag, '--json'])).out,
    );
    expect(updated).toMatchObject({ content: 'two' });
    expect(updated).not.toHaveProperty('attachment');
    expect(await notes('new', ['update', created.noteId, 'three', '--if-match', etag])).toMatchObject({
      code: 5,
      out: '',
    });
    expect(await notes('new', ['delete', created.noteId])).toMatchObject({ code: 0, out: 'Deleted.\n' });
    expect(await notes('new', ['get', created.noteId])).toMatchObject({
      code: 4,
      err: 'notes: Note not found (404)\n',
    });

    expect((await notes('new', ['sign-out'])).code).toBe(0);
    expect(await notes('new', ['list'])).toMatchObject({
      code: 3,
      err: expect.stringMatching(/^notes: Not signed in/),
    });
  });

  test('takes content from a file and from standard input, byte for byte', async () => {
    await signInAdmin('files');
    const content = 'žluťoučký\r\n"kůň" \\ 😀\n';
    await writeFile(join(home, 'note.txt'), content);
    for (const [given, input] of [
      ['@note.txt', ''],
      ['-', content],
    ] as const) {
      const { out } = await notes('files', ['create', given, '--json'], { input });
      expect(JSON.parse(out).content).toBe(content);
    }
    expect(await notes('files', ['create', '@missing.txt'])).toMatchObject({
      code: 2,
      err: 'notes: missing.txt cannot be read.\n',
    });
  });

  test('creates one note from a create that is sent twice with the same key', async () => {
    await signInAdmin('twice');
    const key = '0192d3c4-0000-7000-8000-00000000c11e';
    const create = (content: string) => notes('twice', ['create', content, '--key', key, '--json']);
    const first = await create('same');
    expect(await create('same')).toEqual(first);
    expect((await create('other')).code).toBe(5);
  });

  test('lists one page, or all of them with --all', async () => {
    await signInAdmin('pages');
    for (const content of ['a', 'b', 'c']) await notes('pages', ['create', content]);
    const page = await notes('pages', ['list', '--limit', '2', '--json']);
    expect(JSON.parse(page.out)).toHaveLength(2);
    expect(page.err).toMatch(/--after [0-9a-f-]{36}/);
    expect(JSON.parse((await notes('pages', ['list', '--limit', '2', '--all', '--json'])).out).length).toBeGreaterThan(
      2,
    );
  });

  test('sets up an authenticator app, asks for its codes, and turns it off again', async () => {
    await signInAdmin('app');
    const { secret } = JSON.parse((await notes('app', ['totp', 'on', '--json'])).out);
    expect(await notes('app', ['totp', 'on', '--code', calculateCode(secret, Date.now())])).toMatchObject({ code: 0 });
    expect(await signInAdmin('app')).toMatchObject({ code: 3, err: expect.stringContaining('--code') });
    // A code is good once, so this is the next one.
    const next = calculateCode(secret, Date.now() + 30_000);
    const signIn = ['sign-in', admin.email, '--password', admin.password, '--code', next];
    expect(await notes('app', signIn)).toMatchObject({ code: 0, err: '' });
    expect(await notes('app', ['totp', 'off'])).toMatchObject({ code: 0 });
    expect(await signInAdmin('app')).toMatchObject({ code: 0 });
  });

  test('changes a password, ends every sign-in, and deletes an account', async () => {
    const email = 'leaving@example.com';
    const signIn = (who: string, password: string) => notes(who, ['sign-in', email, '--password', password]);
    await notes('one', ['sign-up', email, '--password', 'Passw0rd!']);
    await notes('one', ['confirm', email, await codeFor(email)]);
    expect([await signIn('one', 'Passw0rd!'), await signIn('two', 'Passw0rd!')]).toMatchObject([
      { code: 0 },
      { code: 0 },
    ]);
    const change = ['change-password', '--password', 'Passw0rd!', '--new-password', 'An0ther!'];
    expect(await notes('one', change)).toMatchObject({ code: 0 });
    expect(await signIn('three', 'Passw0rd!')).toMatchObject({ code: 3 });
    expect(await notes('one', ['sign-out', '--everywhere'])).toMatchObject({ code: 0 });
    expect(await notes('two', ['totp', 'off'])).toMatchObject({ code: 3 });
    expect(await signIn('one', 'An0ther!')).toMatchObject({ code: 0 });
    expect(await notes('one', ['delete-account', '--yes'])).toMatchObject({
      code: 0,
      out: 'The account is deleted.\n',
    });
    expect(await signIn('one', 'An0ther!')).toMatchObject({ code: 3 });
  });

  test.each<[string, string[], number, RegExp]>([
    ['no command', [], 2, /Usage: notes/],
    ['an unknown command', ['frobnicate'], 2, /unknown command/],
    ['a missing argument', ['create'], 2, /missing required argument/],
    ['a limit that is not a number', ['list', '--limit', 'x'], 2, /whole number/],
    [
      'a wrong password',
      ['sign-in', 'admin@example.com', '--password', 'Wr0ngPassw0rd!'],
      3,
      /^notes: Incorrect username or password\.$/m,
    ],
    ['no password', ['sign-in', 'admin@example.com'], 2, /NOTES_PASSWORD/],
    ['outputs that do not exist', ['list', '--outputs', 'nowhere.json'], 2, /nowhere\.json cannot be read/],
  ])('explains what is wrong: %s', async (_, args, code, err) => {
    const ran = await notes('nobody', args);
    expect(ran.err).toMatch(err);
    expect(ran).toMatchObject({ code, out: '' });
  });

  test('says when nobody answers, also as JSON', async () => {
    const outputs = { ...stack.outputs, CognitoEndpoint: 'http://127.0.0.1:1' };
    await writeFile(join(home, 'dead.json'), JSON.stringify(outputs));
    const ran = await notes('nobody', ['--json', 'sign-in', 'a@b.c', '--password', 'x', '--outputs', 'dead.json']);
    expect(ran).toMatchObject({ code: 7, out: '' });
    expect(JSON.parse(ran.err).error).toContain('Nobody answers at http://127.0.0.1:1');
  });
});

describe('files', () => {
  const bytes = randomBytes(22_000_000);
  const attach = ['create', 'with a file', '--attach', 'é ☕.bin', '--json'];

  test('are uploaded with a note, listed, downloaded unchanged, and deleted', async () => {
    await signInAdmin('attaching');
    await writeFile(join(home, 'é ☕.bin'), bytes.subarray(0, 6_000_000));
    const created = JSON.parse((await notes('attaching', attach)).out);
    expect(created).toMatchObject({ content: 'with a file', attachment: expect.stringMatching(/^\d+-é ☕\.bin$/) });
    const listed = JSON.parse((await notes('attaching', ['files', '--json'])).out);
    expect(listed).toEqual([{ key: created.attachment, size: 6_000_000, time: expect.any(Number) }]);
    expect(await notes('attaching', ['download', created.noteId, '--output', 'back.bin'])).toMatchObject({ code: 0 });
    expect((await readFile(join(home, 'back.bin'))).equals(bytes.subarray(0, 6_000_000))).toBe(true);
    const piped = await new Promise<number>((resolve) => {
      const args = [file, 'download', created.attachment, '--output', '-'];
      const child = spawn(process.execPath, args, { cwd: home, env: { ...process.env, ...createEnv('attaching') } });
      let size = 0;
      child.stdout.on('data', (chunk: Buffer) => (size += chunk.length));
      child.on('close', () => resolve(size));
    });
    expect(piped).toBe(6_000_000);
    const other = JSON.parse((await notes('attaching', ['create', 'none', '--json'])).out);
    const text = join(home, 'a.txt');
    await writeFile(text, 'text');
    const updated = JSON.parse(
      (await notes('attaching', ['update', other.noteId, 'some', '--attach', text, '--json'])).out,
    );
    expect(await notes('attaching', ['detach', created.attachment])).toMatchObject({ code: 0, out: 'Deleted.\n' });
    expect(await notes('attaching', ['download', created.attachment])).toMatchObject({ code: 4, out: '' });
    expect((await notes('attaching', ['files'])).out).toMatch(new RegExp(`4 B  ${updated.attachment}\n$`));
    await notes('attaching', ['detach', updated.attachment]);
  });

  test('resume their upload when the same command is repeated after the network was cut', async () => {
    await using wire = await startWire(Number(new URL(String(stack.outputs.S3Endpoint)).port));
    const outputs = join(home, 'outputs-by-wire.json');
    await writeFile(outputs, JSON.stringify({ ...stack.outputs, S3Endpoint: wire.endpoint }));
    const env = { NOTES_OUTPUTS: outputs };
    await notes('wired', ['sign-in', admin.email, '--password', admin.password], { env });
    await writeFile(join(home, 'é ☕.bin'), bytes);
    // More than three parts: the fourth starts once one has been acknowledged.
    wire.cutAfter(17_000_000);
    const cut = await notes('wired', attach, { env });
    expect(cut).toMatchObject({ code: 7, out: '' });
    expect(JSON.parse(cut.err).error).toMatch(/Repeat the command to resume where it stopped\.$/);
    expect((await stat(join(home, 'wired.json.uploads'))).mode & 0o777).toBe(0o600);
    wire.mend();
    const created = JSON.parse((await notes('wired', attach, { env })).out);
    expect(wire.carried()).toBeLessThan(22_000_000 - 5_000_000);
    expect(await readFile(join(home, 'wired.json.uploads'), 'utf8')).toBe('{}\n');
    await notes('wired', ['download', created.attachment, '--output', 'whole.bin'], { env });
    expect((await readFile(join(home, 'whole.bin'))).equals(bytes)).toBe(true);
    expect(JSON.parse((await notes('wired', ['files', '--json'], { env })).out)).toHaveLength(1);
    await notes('wired', ['detach', created.attachment], { env });
  });
});

describe('notes in a process of its own', () => {
  test('works as it does within a process, and exits with the documented status', async () => {
    const env = { NOTES_PASSWORD: admin.password };
    expect(await spawned('own', ['sign-in', admin.email], { env })).toEqual({
      ...{ code: 0, out: `Signed in as ${admin.email}.\n`, err: '' },
    });
    expect((await stat(join(home, 'own.json'))).mode & 0o777).toBe(0o600);
    const onStart = (child: ChildProcessWithoutNullStreams) => void child.stdin.end('from a pipe');
    expect((await spawned('own', ['create', '-'], { onStart })).out).toContain('from a pipe');
    expect(await spawned('own', ['--help'])).toMatchObject({ code: 0, out: expect.stringMatching(/Exit status:/) });
    expect(await spawned('own', ['nothing'])).toMatchObject({ code: 2, out: '' });
    expect(await spawned('nobody', ['list'])).toMatchObject({ code: 3, out: '' });
  });

  test('refreshes expired tokens once for many processes, and leaves nobody signed in after sign-out', async () => {
    await signInAdmin('many');
    const session = join(home, 'many.json');
    const age = async () => {
      const kept = JSON.parse(await readFile(session, 'utf8'));
      for (const each of Object.values<{ expires: number }>(kept)) each.expires = 0;
      await writeFile(session, JSON.stringify(kept));
    };
    await age();
    const all = await Promise.all(Array.from({ length: 4 }, () => spawned('many', ['whoami'])));
    expect(all.map(({ code, err }) => ({ code, err }))).toEqual(all.map(() => ({ code: 0, err: '' })));
    await age();
    const [out] = await Promise.all([
      spawned('many', ['sign-out']),
      spawned('many', ['whoami']),
      spawned('many', ['list']),
    ]);
    expect(out).toMatchObject({ code: 0 });
    expect(JSON.parse(await readFile(session, 'utf8'))).toEqual({});
  });

  test('exits with 0 when the reader of its output goes away', async () => {
    const onStart = (child: ChildProcessWithoutNullStreams) => {
      child.stdin.end();
      child.stdout.destroy();
    };
    expect(await spawned('nobody', ['--help'], { onStart })).toMatchObject({ code: 0, err: '' });
  });

  test.skipIf(process.platform !== 'linux')('exits with 1 if its output cannot be written', () => {
    const { status, stderr } = spawnSync('sh', ['-c', `"${process.execPath}" "${file}" --help > /dev/full`], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 1, stderr: 'notes: The output cannot be written (ENOSPC).\n' });
  });

  test.skipIf(process.platform === 'win32')('runs without a standard input, and in a folder that is gone', () => {
    const env = { ...process.env, ...createEnv('nobody') };
    const run = (script: string) => spawnSync('sh', ['-c', script], { encoding: 'utf8', env, cwd: home });
    const command = `"${process.execPath}" "${file}"`;
    expect(run(`${command} create - <&-`)).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('Not signed in'),
    });
    expect(run(`mkdir gone && cd gone && rmdir ../gone && ${command} list`)).toMatchObject({ status: 3 });
  });

  test.skipIf(process.platform === 'win32')('exits with 130 at a Ctrl-C while it waits', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    try {
      const outputs = { ...stack.outputs, CognitoEndpoint: `http://127.0.0.1:${port}` };
      await writeFile(join(home, 'hangs.json'), JSON.stringify(outputs));
      const args = ['sign-in', 'a@b.c', '--password', 'x', '--outputs', 'hangs.json'];
      const onStart = (child: ChildProcessWithoutNullStreams) => {
        server.once('request', () => child.kill('SIGINT'));
      };
      expect(await spawned('nobody', args, { onStart })).toEqual({
        code: 130,
        out: '',
        err: 'notes: The caller aborted the call.\n',
      });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

describe('notes call', () => {
  const flags = () => {
    const { outputs } = stack;
    return [
      ...['call', '--username', admin.email, `--password=${admin.password}`, '--user-pool-id', outputs.UserPoolId],
      ...[`--app-client-id=${outputs.UserPoolClientId}`, '--cognito-region', outputs.Region],
      ...['--identity-pool-id', outputs.IdentityPoolId, '--invoke-url', outputs.ApiEndpoint],
      ...['--api-gateway-region', outputs.Region, '--cognito-endpoint', outputs.CognitoEndpoint],
    ];
  };
  const steps = 'Authenticating with User Pool\nGetting temporary credentials\nMaking API request\n';
  const alone = { env: { NOTES_OUTPUTS: '/nowhere' } };

  test('takes the tutorial tool’s flags and prints the same output', async () => {
    const body = '--body={"content":"hello world","attachment":"hello.jpg"}';
    const created = await notes('nobody', [...flags(), '--path-template=/notes', '--method=POST', body], alone);
    expect(created.code).toBe(0);
    expect(created.out).toMatch(
      new RegExp(
        `^${steps}\\{\\n  status: 200,\\n  statusText: 'OK',\\n  data: \\{\\n    userId: '[^']+',\\n    noteId: ` +
          `'[^']+',\\n    content: 'hello world',\\n    attachment: 'hello.jpg',\\n    createdAt: ` +
          `\\d+\\n  \\}\\n\\}\\n$`,
      ),
    );
    const id = /noteId: '([^']+)'/.exec(created.out)?.[1] ?? '';
    const read = await notes('nobody', [...flags(), '--path-template=/notes/{id}', `--params={"id":"${id}"}`], alone);
    expect(read.out).toBe(created.out);
    const missing = '0192d3c4-0000-7000-8000-00000000dead';
    const none = await notes('nobody', [...flags(), `--path-template=/notes/${missing}`, '--method=GET'], alone);
    expect(none).toMatchObject({ code: 4, out: expect.stringContaining('status: 404') });
  });

  test('needs neither JSON nor the flags whose values are in the outputs', async () => {
    const short = ['call', '--username', admin.email, '--password', admin.password];
    const create = [
      ...short,
      '--path-template',
      '/notes',
      '--method',
      'POST',
      '--data',
      'content=a=b',
      '--data',
      'attachment=x',
    ];
    const created = await notes('nobody', create);
    expect(created.out).toContain("content: 'a=b'");
    const id = /noteId: '([^']+)'/.exec(created.out)?.[1] ?? '';
    const one = [...short, '--path-template', '/notes/{id}', '--param', `id=${id}`];
    expect(
      (await notes('nobody', [...one, '--method', 'PUT', '--data', 'content=c', '--header', 'if-match="x"'])).code,
    ).toBe(5);
    expect((await notes('nobody', [...one, '--method', 'DELETE'])).out).toContain('status: 204');
    expect((await notes('nobody', [...short, '--path-template', '/notes', '--query', 'limit=0'])).code).toBe(2);
  });

  test('takes a body from a file and from standard input', async () => {
    const body = '{"content":"from elsewhere"}';
    await writeFile(join(home, 'body.json'), body);
    const create = [...flags(), '--path-template', '/notes', '--method', 'POST', '--body'];
    expect((await notes('nobody', [...create, '@body.json'])).out).toContain("content: 'from elsewhere'");
    expect((await notes('nobody', [...create, '-'], { input: body })).out).toContain("content: 'from elsewhere'");
    expect(await notes('nobody', [...create, '{content:hello}'])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/--body is not JSON/),
    });
  });

  test('shows the steps up to the one that fails', async () => {
    const wrong = flags().map((flag) => (flag.startsWith('--password') ? '--password=Wr0ngPassw0rd!' : flag));
    const ran = await notes('nobody', [...wrong, '--path-template=/notes'], alone);
    expect(ran).toEqual({
      code: 3,
      out: 'Authenticating with User Pool\n',
      err: 'notes: Incorrect username or password.\n',
    });
  });
});
