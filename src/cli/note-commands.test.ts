import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createPerson, time } from '../../test/kit/cli/person.ts';
import { type AskedRequest, note } from '../../test/kit/fake-pools.ts';
import { describeNote, formatNoteLine } from './describe-note.ts';
import { createTerminal, type Words } from './terminal.ts';

const isApi = ({ operation }: AskedRequest) => ['GET', 'PUT', 'POST', 'DELETE'].includes(operation);
/** Runs a command; records what it asked of the API. */
const notes = async (args: readonly string[], running = {}) => {
  const someone = createPerson();
  const ran = await someone.notes(args, running);
  return { ...ran, asked: someone.asked.filter(isApi) };
};
const pages = ({ operation, url }: AskedRequest) => {
  if (operation !== 'GET') return undefined;
  const after = new URL(url).searchParams.get('after');
  const page = after === null ? ['n3', 'n2'] : ['n1'];
  const headers = after === null ? { link: '<?after=n2>; rel="next"' } : {};
  return Response.json(
    page.map((noteId) => ({ ...note, noteId, createdAt: time })),
    { headers },
  );
};
const line = (id: string) => `${id}  2026-01-02 03:04:05  a\n`;
const inFull = 'id          n\ncreated     1970-01-01 00:00:00\netag        "r"\n\na\n';

describe('a note', () => {
  test('is created from text, a file or standard input', async () => {
    const { code, out, asked } = await notes(['create', 'text', '--attachment', 'a.png']);
    expect({ code, out }).toEqual({ code: 0, out: inFull });
    expect(asked.map(({ url, body }) => ({ url, body }))).toEqual([
      { url: 'https://notes.example.com/notes', body: { content: 'text', attachment: 'a.png' } },
    ]);
    expect(asked[0]?.headers.get('idempotency-key')).toMatch(/^[0-9a-f-]{36}$/);
    const someone = createPerson();
    writeFileSync(join(someone.folder, 'note.txt'), '\ufeffof a file\r\n');
    await someone.notes(['create', '@note.txt']);
    await someone.notes(['create', '-'], { input: 'of input' });
    expect(someone.asked.filter(isApi).map(({ body }) => body)).toEqual([
      ...[{ content: 'of a file\r\n' }, { content: 'of input' }],
    ]);
    expect(JSON.parse((await notes(['create', 'x', '--json'])).out)).toEqual({ ...note, etag: '"r"' });
  });

  test('is created once for the same key', async () => {
    const { asked } = await notes(['create', 'x', '--key', 'the-key']);
    expect(asked[0]?.headers.get('idempotency-key')).toBe('the-key');
  });

  test('is shown', async () => {
    const { out, asked } = await notes(['get', 'n']);
    expect(out).toBe(inFull);
    expect(asked.map(({ operation, url }) => [operation, url])).toEqual([['GET', 'https://notes.example.com/notes/n']]);
    expect(JSON.parse((await notes(['get', 'n', '--json'])).out)).toEqual({ ...note, etag: '"r"' });
  });

  test('is replaced, with or without a condition', async () => {
    const { out, asked } = await notes(['update', 'n', 'text', '--attachment', 'b']);
    expect(out).toBe(inFull);
    expect(asked[0]).toMatchObject({ operation: 'PUT', body: { content: 'text', attachment: 'b' } });
    expect(asked[0]?.headers.has('if-match')).toBe(false);
    const one = async (etag: string) =>
      (await notes(['update', 'n', 'x', '--if-match', etag])).asked[0]?.headers.get('if-match');
    expect([await one('r'), await one('"r"'), await one('*'), await one('W/"r"')]).toEqual([
      '"r"',
      '"r"',
      '*',
      'W/"r"',
    ]);
    expect(JSON.parse((await notes(['update', 'n', 'x', '--json'])).out)).toEqual({ ...note, etag: '"r"' });
  });

  test('is deleted, with or without a condition', async () => {
    const { out, asked } = await notes(['delete', 'n', '--if-match', 'r']);
    expect(out).toBe('Deleted.\n');
    expect(asked[0]).toMatchObject({ operation: 'DELETE', url: 'https://notes.example.com/notes/n' });
    expect(asked[0]?.headers.get('if-match')).toBe('"r"');
    expect((await notes(['delete', 'n'])).asked[0]?.headers.has('if-match')).toBe(false);
    expect(JSON.parse((await notes(['delete', 'n', '--json'])).out)).toEqual({ noteId: 'n', deleted: true });
  });

  const commands = [['create', 'x'], ['get', 'n'], ['update', 'n', 'x'], ['delete', 'n'], ['list'], ['list', '--all']];
  test.each(commands)('command fails as the API says: %s', async (...command) => {
    for (const [status, code] of [
      [400, 2],
      [403, 6],
      [404, 4],
      [410, 5],
      [412, 5],
      [428, 2],
    ] as const) {
      const problem = Response.json({ type: 'urn:x', title: 'No', status }, { status });
      const ran = await notes(command, {
        instead: (asked: AskedRequest) => (isApi(asked) ? problem.clone() : undefined),
      });
      expect(ran).toMatchObject({ code, out: '', err: expect.stringContaining(`notes: No (${status})`) });
    }
    const page = await notes(command, {
      instead: (asked: AskedRequest) => (isApi(asked) ? new Response('<html>') : undefined),
    });
    expect(page).toMatchObject({ code: 7, out: '' });
  });
});

describe('a list', () => {
  test('shows one page, and says how to continue', async () => {
    const { out, err, asked } = await notes(['list', '--limit', '2'], { instead: pages });
    expect({ out, err }).toEqual({ out: line('n3') + line('n2'), err: 'There are more notes: --after n2, or --all\n' });
    expect(asked[0]?.url).toBe('https://notes.example.com/notes?limit=2');
    const rest = await notes(['list', '--after', 'n2', '--json'], { instead: pages });
    expect(JSON.parse(rest.out)).toEqual([{ ...note, noteId: 'n1', createdAt: time }]);
    expect(rest.err).toBe('');
    expect(rest.asked[0]?.url).toBe('https://notes.example.com/notes?after=n2');
  });

  test('shows all pages with --all', async () => {
    const { out, err, asked } = await notes(['list', '--all', '--limit', '2'], { instead: pages });
    expect({ out, err }).toEqual({ out: line('n3') + line('n2') + line('n1'), err: '' });
    expect(asked.map(({ url }) => new URL(url).search)).toEqual(['?limit=2', '?limit=2&after=n2']);
    expect(JSON.parse((await notes(['list', '--all', '--json'], { instead: pages })).out)).toHaveLength(3);
  });

  test('shows nothing, or an empty list, if there are no notes', async () => {
    const none = (asked: AskedRequest) => (isApi(asked) ? Response.json([]) : undefined);
    expect(await notes(['list'], { instead: none })).toMatchObject({ code: 0, out: '', err: '' });
    expect((await notes(['list', '--json'], { instead: none })).out).toBe('[]\n');
  });
});

describe('wrong input is reported before anything is sent', () => {
  const paths = ['../x', '..', '.', '', 'a/b', 'a?b', 'a b', 'a\n', 'a\\b', 'é', '%2e', 'a#', 'a'.repeat(129)];
  test.each([
    ...paths.flatMap((id) => [
      ['get', id],
      ['delete', id],
      ['update', id, 'x'],
      ['list', '--after', id],
      ['create', 'x', '--key', id],
    ]),
    ...['0', '1001', '-1', '1.5', '1e2', '0x10', ' 1', '', 'x', '00001'].map((limit) => ['list', `--limit=${limit}`]),
    ...['\n', 'a\nb', '😀', ' r'].map((etag) => ['delete', 'n', '--if-match', etag]),
    ['list', '--all', '--after', 'n'],
    ['create', '@nowhere'],
    ['update', 'n', '@nowhere'],
    ['create'],
    ['create', 'a', 'b'],
    ['get'],
    ['list', '--no-such'],
    ['nothing'],
    [],
  ])('%j %j %j', async (...args) => {
    const { code, out, err, asked } = await notes(args);
    expect({ code, out, asked }).toEqual({ code: 2, out: '', asked: [] });
    expect(err).not.toBe('');
  });

  test('except what can be an id or a limit', async () => {
    for (const id of ['n', '0192D3C4-0000-7000-8000-00000000C11E', 'a_b', 'a'.repeat(128)])
      expect((await notes(['get', id])).asked[0]?.url).toBe(`https://notes.example.com/notes/${id}`);
    for (const limit of ['1', '1000'])
      expect((await notes(['list', '--limit', limit], { instead: pages })).asked[0]?.url).toContain(`limit=${limit}`);
  });

  test('with a message that names it', async () => {
    expect((await notes(['get', '../x'])).err).toContain("'../x' is invalid for argument 'id'. It is not a note id.");
    expect((await notes(['list', '--limit', '0'])).err).toContain('It must be a whole number from 1 to 1,000.');
    expect((await notes(['list', '--all', '--after', 'n'])).err).toBe(
      'notes: --all starts at the newest note: leave out --after.\n',
    );
    expect((await notes(['delete', 'n', '--if-match', '😀'])).err).toContain('--if-match: the value of if-match');
  });
});

describe('as text', () => {
  const shown = (words: Words) => {
    let out = '';
    const stdout = (text: string) => {
      out += text;
    };
    createTerminal({ stdout, stderr: stdout }).result(false, undefined, words);
    return out;
  };
  const full = { ...note, createdAt: time, updatedAt: time + 1000, attachment: 'a\nb', etag: '"r"' };

  test('a note shows each part on a line, and then its content', () => {
    expect(shown(describeNote({ ...full, content: 'one\r\n\ttwo\u001b[2J' }))).toBe(
      'id          n\nattachment  a\u{fffd}b\ncreated     2026-01-02 03:04:05\nupdated     2026-01-02 ' +
        '03:04:06\netag        "r"\n\none\n\ttwo\u{fffd}[2J\n',
    );
    expect(shown(describeNote({ ...note, createdAt: 1e300 }))).toContain('created     1e+300\n');
  });

  test.each([
    ['', ''],
    ['a', 'a'],
    ['a\n', 'a'],
    ['a\r\n \n', 'a'],
    ['a\nb', 'a…'],
    ['a\r\nb', 'a…'],
    ['\nb', '…'],
    ['x'.repeat(60), 'x'.repeat(60)],
    ['x'.repeat(61), `${'x'.repeat(59)}…`],
    ['😀'.repeat(60), '😀'.repeat(60)],
    ['😀'.repeat(61), `${'😀'.repeat(59)}…`],
    ['a\tb', 'a\u{fffd}b'],
  ])('the content %j is shown on a line as %j', (content, beginning) => {
    expect(shown(formatNoteLine({ ...full, content }))).toBe(`n  2026-01-02 03:04:05  ${beginning}\n`);
  });

  test('a note without an ETag shows none', () => {
    const { etag: _, attachment: __, updatedAt: ___, ...bare } = full;
    expect(shown(describeNote(bare))).toBe('id          n\ncreated     2026-01-02 03:04:05\n\na\n');
  });

  test('a note with only an id is shown too', () => {
    expect(shown(formatNoteLine({ noteId: 'n' }))).toBe(`n  -${' '.repeat(18)}  \n`);
  });
});
