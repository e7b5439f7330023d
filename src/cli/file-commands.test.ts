import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { withFs } from '../../test/kit/cli/faulty-fs.ts';
import { createPerson, type Running, time, tokens } from '../../test/kit/cli/person.ts';
import { type AskedRequest, config, note } from '../../test/kit/fake-pools.ts';
import { createS3Refusal, fileHeaders } from '../../test/kit/files/fake-files.ts';

const uuid = '0192d3c4-0000-7000-8000-00000000c11e';
const refused = (operation: string, answer: () => Response) => (asked: AskedRequest) =>
  asked.operation === operation ? answer() : undefined;
const listOperations = (someone: ReturnType<typeof createPerson>) =>
  someone.asked.map(({ operation }) => operation).filter((name) => !/^Get(?:Id|Cred)/.test(name));
const readUploads = (someone: ReturnType<typeof createPerson>): Record<string, unknown> => {
  const file = `${someone.session}.uploads`;
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
};
const large = Buffer.alloc(6_000_000, 'x');

describe('notes create --attach', () => {
  test('sends the file, creates a note that names it, and forgets the upload', async () => {
    const someone = createPerson();
    writeFileSync(join(someone.folder, 'é.png'), 'picture');
    const { code, out, err } = await someone.notes(['create', 'text', '--attach', 'é.png']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('id          n');
    expect(listOperations(someone)).toEqual(['PutObject', 'POST']);
    const [put, post] = someone.asked.slice(-2);
    expect(put?.headers.get('content-type')).toBe('image/png');
    expect(decodeURIComponent(put?.url ?? '')).toBe(
      `https://files.example.com/bucket/private/us-east-1:i/${post?.body.attachment}`,
    );
    expect(post?.body).toEqual({ content: 'text', attachment: `${time}-é.png` });
    // Lists are in the order of ids: it has the note's time [RFC 9562, 5.7].
    const id = post?.headers.get('idempotency-key') ?? '';
    expect([Number.parseInt(id.replace('-', '').slice(0, 12), 16), id[14]]).toEqual([time, '7']);
    expect(readUploads(someone)).toEqual({});
  });

  test('that failed to create the note creates one note when run again, and does not send the file again', async () => {
    const someone = createPerson();
    writeFileSync(join(someone.folder, 'a.bin'), large);
    const command = ['create', 'text', '--attach', 'a.bin'];
    const failing = { instead: refused('POST', () => Response.json({ title: 'Busy', type: 'x' }, { status: 400 })) };
    const ran = await someone.notes(command, failing);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toMatch(
      /^notes: Busy \(400\)\. The file is stored as \d+-a\.bin: repeat the command within twelve hours to write the note once, without sending the file again\.\n$/,
    );
    const first = someone.asked.find(({ operation }) => operation === 'POST');
    expect(statSync(`${someone.session}.uploads`).mode & 0o777).toBe(0o600);
    const kept = readFileSync(`${someone.session}.uploads`, 'utf8');
    for (const secret of ['a.bin"', someone.folder, 'text', tokens.accessToken, tokens.refreshToken])
      expect(kept.replace(/"key":"[^"]*"/, '')).not.toContain(secret);

    someone.asked.splice(0);
    const isGone = refused('ListParts', () => createS3Refusal(404, 'NoSuchUpload'));
    const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest();
    const parts = [large.subarray(0, 5 * 1024 ** 2), large.subarray(5 * 1024 ** 2)];
    const checksum = `${sha(Buffer.concat(parts.map(sha))).toString('base64')}-2`;
    const headers = { ...fileHeaders, 'content-length': String(large.length), 'x-amz-checksum-sha256': checksum };
    const isThere = refused('HeadObject', () => new Response(null, { headers }));
    const again = await someone.notes(command, { instead: (asked) => isGone(asked) ?? isThere(asked) });
    expect(again).toMatchObject({ code: 0, err: '' });
    expect(listOperations(someone)).toEqual(['ListParts', 'HeadObject', 'POST']);
    const second = someone.asked.at(-1);
    expect(second?.body).toEqual(first?.body);
    expect(second?.headers.get('idempotency-key')).toBe(first?.headers.get('idempotency-key'));
    expect(readUploads(someone)).toEqual({});
  });

  test('whose note was created and deleted since creates another when run once more', async () => {
    const someone = createPerson();
    const gone = { instead: refused('POST', () => Response.json({ title: 'Gone', type: 'x' }, { status: 410 })) };
    for (const _ of ['once', 'again'])
      expect(await someone.notes(['create', 'x', '--attach', 'given.json'], gone)).toMatchObject({ code: 5 });
    const notes = someone.asked.filter(({ operation }) => operation === 'POST');
    expect(new Set(notes.map(({ headers }) => headers.get('idempotency-key'))).size).toBe(2);
  });

  test('that is run again after half a day sends the file anew: the first one may be swept', async () => {
    const someone = createPerson();
    someone.keep({ c: { ...tokens, expires: time + 1e10, at: config } });
    const failing = { instead: refused('POST', () => Response.json({ title: 'No', type: 'x' }, { status: 400 })) };
    const bytes = readFileSync(someone.outputs);
    const headers = {
      ...{ ...fileHeaders, 'content-length': String(bytes.length) },
      'x-amz-checksum-sha256': createHash('sha256').update(bytes).digest('base64'),
    };
    const isThere = refused('HeadObject', () => new Response(null, { headers }));
    const hours = 3_600_000;
    const keys: unknown[] = [];
    for (const after of [0, 11, 13]) {
      someone.asked.splice(0);
      const instead = (asked: AskedRequest) => failing.instead(asked) ?? isThere(asked);
      await someone.notes(['create', 'x', '--attach', 'given.json'], { instead, now: () => time + after * hours });
      keys.push(someone.asked.at(-1)?.body.attachment);
    }
    expect(keys.slice(0, 2)).toEqual([`${time}-given.json`, `${time}-given.json`]);
    expect(keys[2]).toBe(`${time + 13 * hours}-given.json`);
  });

  test('that failed midway resumes the upload, if the file is the same', async () => {
    const someone = createPerson();
    const file = join(someone.folder, 'a.bin');
    writeFileSync(file, large);
    const command = ['create', 'text', '--attach', 'a.bin'];
    const failing = { instead: refused('UploadPart', () => createS3Refusal(403, 'AccessDenied')) };
    expect(await someone.notes(command, failing)).toMatchObject({
      ...{ code: 6, out: '' },
      err: 'notes: AccessDenied (AccessDenied, 403). Repeat the command to resume where it stopped.\n',
    });
    expect(Object.values(readUploads(someone))).toMatchObject([{ size: large.length, upload: { uploadId: 'u' } }]);
    someone.asked.splice(0);
    await someone.notes(command, failing);
    expect(listOperations(someone)[0]).toBe('ListParts');
    // A different file of the same name is a different upload, and the first one is abandoned.
    writeFileSync(file, Buffer.concat([large, large]));
    someone.asked.splice(0);
    await someone.notes(command, failing);
    expect(listOperations(someone).slice(0, 2)).toEqual(['AbortMultipartUpload', 'CreateMultipartUpload']);
    expect(Object.values(readUploads(someone))).toHaveLength(1);
    // After a week S3 has dropped the parts.
    someone.asked.splice(0);
    someone.keep({ c: { ...tokens, expires: time + 1e10, at: config } });
    await someone.notes(command, { ...failing, now: () => time + 7 * 86_400_000 });
    expect(listOperations(someone)[0]).toBe('CreateMultipartUpload');
  });

  test('with other content creates another note, with the same file', async () => {
    const someone = createPerson();
    const failing = { instead: refused('POST', () => Response.json({ title: 'No', type: 'x' }, { status: 400 })) };
    for (const content of ['one', 'one', 'two'])
      await someone.notes(['create', content, '--attach', 'given.json'], failing);
    const notes = someone.asked.filter(({ operation }) => operation === 'POST');
    const [one, same, two] = notes.map(({ headers }) => headers.get('idempotency-key'));
    expect([one === same, one === two]).toEqual([true, false]);
    expect(new Set(notes.map(({ body }) => body.attachment)).size).toBe(1);
  });

  test.each([
    [['create', 'x', '--attach', 'nowhere'], 'notes: nowhere cannot be read.\n'],
    [['create', 'x', '--attach', '.'], /is not a file\./],
    [['create', 'x', '--attach', 'given.json', '--attachment', 'a'], /give only one/],
    [['update', 'n', 'x', '--attach', 'given.json', '--attachment', 'a'], /give only one/],
  ])('rejects %j before it sends anything', async (command, message) => {
    const someone = createPerson();
    const { code, err } = await someone.notes(command);
    expect(code).toBe(2);
    expect(err).toMatch(message);
    expect(listOperations(someone)).toEqual([]);
  });

  test('continues if the record of uploads cannot be written, or is damaged', async () => {
    const someone = createPerson();
    writeFileSync(`${someone.session}.uploads`, 'nonsense', { mode: 0o600 });
    expect(await someone.notes(['create', 'x', '--attach', 'given.json'])).toMatchObject({ code: 0, err: '' });
    const renameSync = () => {
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    };
    const ran = await withFs({ renameSync }, () => someone.notes(['create', 'x', '--attach', 'given.json']));
    expect(ran).toMatchObject({ code: 0, err: expect.stringMatching(/will not be resumable: .*ENOSPC/) });
  });
});

test('notes update --attach sends the file, and replaces the note on its condition', async () => {
  const someone = createPerson();
  const ran = await someone.notes(['update', 'n', 'text', '--attach', 'given.json', '--if-match', 'r']);
  expect(ran).toMatchObject({ code: 0, err: '' });
  expect(listOperations(someone)).toEqual(['PutObject', 'PUT']);
  expect(someone.asked.at(-1)?.body).toEqual({ content: 'text', attachment: `${time}-given.json` });
  expect(someone.asked.at(-1)?.headers.get('if-match')).toBe('"r"');
});

describe('progress', () => {
  const drawn = async (args: readonly string[], running: Running = {}) => {
    const someone = createPerson();
    writeFileSync(join(someone.folder, 'a\u001b[2J\u202e.bin'), large);
    return someone.notes(args, { showsProgress: true, ...running });
  };
  const attach = ['create', 'text', '--attach', 'a\u001b[2J\u202e.bin'];

  test('is drawn on a terminal, over itself, and lets no outside text control the terminal', async () => {
    const { err } = await drawn(attach);
    expect(err).toContain('\ra\u{fffd}[2J\u{fffd}.bin  ########################  100 % of 6.0 MB\u001b[K');
    expect(err.endsWith('\r\u001b[K')).toBe(true);
    expect(err.replaceAll('\u001b[K', '').replaceAll('\r', '')).not.toMatch(/[\p{Cc}\u202e]/u);
    const download = await drawn(['download', '1-a.txt']);
    expect(download.err).toContain('\r1-a.txt  ########################  100 % of 3 B\u001b[K');
    const piped = await drawn(['download', '1-a.txt', '--output', '-'], { stdoutBytes: async () => true });
    expect(piped.err.endsWith('\r\u001b[K')).toBe(true);
  });

  test('is not drawn for scripts, or without a terminal', async () => {
    expect((await drawn([...attach, '--json'])).err).toBe('');
    expect((await drawn(attach, { showsProgress: false })).err).toBe('');
  });
});

describe('notes download', () => {
  test('saves a file under its name, found by its key or by a note', async () => {
    const someone = createPerson();
    const { code, out, err } = await someone.notes(['download', '1700000000000-a.txt']);
    const file = join(someone.folder, 'a.txt');
    expect({ code, out, err }).toEqual({ code: 0, out: `Saved as ${file} (3 B).\n`, err: '' });
    expect(readFileSync(file, 'utf8')).toBe('abc');
    const attachment = '1700000000000-b.txt';
    const instead = refused('GET', () => Response.json({ ...note, noteId: uuid, attachment }));
    const json = await someone.notes(['download', uuid, '--json'], { instead });
    expect(JSON.parse(json.out)).toEqual({
      key: attachment,
      file: join(someone.folder, 'b.txt'),
      size: 3,
      type: 'text/plain',
    });
    const none = await someone.notes(['download', uuid], {
      instead: refused('GET', () => Response.json({ ...note, noteId: uuid })),
    });
    expect(none).toMatchObject({ code: 4, err: 'notes: This note has no attachment.\n' });
  });

  test('overwrites nothing without --force', async () => {
    const someone = createPerson();
    const file = join(someone.folder, 'a.txt');
    writeFileSync(file, 'mine');
    const ran = await someone.notes(['download', '1-a.txt']);
    expect(ran).toMatchObject({ code: 5, out: '', err: expect.stringContaining('already exists') });
    expect(listOperations(someone)).toEqual(['HeadObject']);
    // Nor does it replace a file that appears meanwhile.
    const other = join(someone.folder, 'other');
    const instead = refused('GetObject', () => {
      writeFileSync(other, 'mine');
      return new Response('abc', { status: 206, headers: { ...fileHeaders, 'content-range': 'bytes 0-2/3' } });
    });
    expect(await someone.notes(['download', '1-a.txt', '--output', 'other'], { instead })).toMatchObject({ code: 5 });
    expect([readFileSync(file, 'utf8'), readFileSync(other, 'utf8')]).toEqual(['mine', 'mine']);
    expect(await someone.notes(['download', '1-a.txt', '--force'])).toMatchObject({ code: 0 });
    expect(readFileSync(file, 'utf8')).toBe('abc');
  });

  test('writes to the given path, which may be a folder', async () => {
    const someone = createPerson();
    mkdirSync(join(someone.folder, 'into'));
    await someone.notes(['download', '1-a.txt', '--output', 'into']);
    await someone.notes(['download', '1-a.txt', '--output', 'into/b']);
    expect(readdirSync(join(someone.folder, 'into')).sort()).toEqual(['a.txt', 'b']);
    expect(await someone.notes(['download', '1-a.txt', '--output', 'no/such'])).toMatchObject({ code: 1, out: '' });
  });

  test('refuses a folder as the name of the file, before it reads the file', async () => {
    const someone = createPerson();
    mkdirSync(join(someone.folder, 'into', 'a.txt'), { recursive: true });
    for (const options of [[], ['--force']])
      expect(await someone.notes(['download', '1-a.txt', '--output', 'into', ...options])).toMatchObject({
        code: 2,
        err: expect.stringContaining('a.txt is a folder. Give the name of a file.'),
      });
    expect(new Set(listOperations(someone))).toEqual(new Set(['HeadObject']));
  });

  test('keeps a file whose name leads elsewhere inside the folder', async () => {
    const someone = createPerson();
    for (const [key, name] of [
      ['1-..', '__'],
      ['1-.bashrc', '_bashrc'],
      ['x/1-\\..\\a', '_.._a'],
    ] as const) {
      expect(await someone.notes(['download', key])).toMatchObject({ code: 0 });
      expect(readFileSync(join(someone.folder, name), 'utf8')).toBe('abc');
    }
    for (const key of ['../x', 'a//b', '/etc/passwd'])
      expect(await someone.notes(['download', key])).toMatchObject({ code: 2 });
  });

  test('leaves nothing behind if it fails', async () => {
    const someone = createPerson();
    const before = readdirSync(someone.folder).sort();
    const instead = refused('GetObject', () => new Response('<html>'));
    expect(await someone.notes(['download', '1-a.txt'], { instead })).toMatchObject({ code: 7, out: '' });
    const missing = refused('HeadObject', () => new Response(null, { status: 404 }));
    expect(await someone.notes(['download', '1-a.txt'], { instead: missing })).toMatchObject({
      ...{ code: 4, err: 'notes: There is no such file. (NoSuchKey, 404)\n' },
    });
    expect(readdirSync(someone.folder).sort()).toEqual(before);
  });

  test('writes to standard output unless that is a terminal', async () => {
    const someone = createPerson();
    const written: Uint8Array[] = [];
    const stdoutBytes = async (bytes: Uint8Array) => written.push(bytes) > 0;
    const args = ['download', '1-a.txt', '--output', '-'];
    expect(await someone.notes(args, { stdoutBytes })).toMatchObject({ code: 0, out: '', err: '' });
    expect(Buffer.concat(written).toString()).toBe('abc');
    expect(await someone.notes(args, { stdoutBytes, stdoutIsTTY: true })).toMatchObject({ code: 2 });
    expect(await someone.notes([...args, '--json'], { stdoutBytes })).toMatchObject({ code: 2 });
    expect(await someone.notes(args, { stdoutBytes: async () => false })).toMatchObject({ code: 0 });
    const instead = refused('GetObject', () => new Response('<html>'));
    expect(await someone.notes(args, { stdoutBytes, instead })).toMatchObject({ code: 7 });
  });
});

test('notes files lists the user’s files', async () => {
  expect(await createPerson().notes(['files'])).toMatchObject({
    code: 0,
    out: '2026-01-02 03:04:05       3 B  1-a.txt\n',
    err: '',
  });
  expect(JSON.parse((await createPerson().notes(['files', '--json'])).out)).toEqual([
    { key: '1-a.txt', size: 3, time },
  ]);
});

test('notes detach deletes a file, and succeeds if there is none', async () => {
  const someone = createPerson();
  for (const _ of ['once', 'again'])
    expect(await someone.notes(['detach', '1-a.txt'])).toMatchObject({ code: 0, out: 'Deleted.\n', err: '' });
  expect(JSON.parse((await someone.notes(['detach', '1-a.txt', '--json'])).out)).toEqual({
    key: '1-a.txt',
    deleted: true,
  });
  expect(await someone.notes(['detach', '../x'])).toMatchObject({ code: 2, out: '' });
});

test('a deployment without a bucket has no commands for files', async () => {
  const { bucketName: _, s3Endpoint: __, ...at } = config;
  for (const args of [['files'], ['download', '1-a'], ['detach', '1-a'], ['create', 'x', '--attach', 'given.json']]) {
    const ran = await createPerson({ at }).notes(args);
    expect(ran).toMatchObject({ code: 2, out: '', err: expect.stringContaining('keeps no files') });
  }
});
