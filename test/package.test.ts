import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');
let consumer: string;

/** A project that has the package, as npm packs it, and the package's dependencies. */
beforeAll(async () => {
  consumer = await mkdtemp(join(tmpdir(), 'owned-notes-'));
  await run('npm', ['run', 'build'], { cwd: root });
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', consumer], { cwd: root });
  const [{ filename, files }] = JSON.parse(stdout);
  packed = files.map(({ path }: { path: string }) => path);
  const home = join(consumer, 'node_modules/owned-notes');
  await mkdir(home, { recursive: true });
  await run('tar', ['xzf', join(consumer, filename), '-C', home, '--strip-components=1']);
  await symlink(join(root, 'node_modules'), join(home, 'node_modules'), 'dir');
  await writeFile(join(consumer, 'package.json'), '{"type":"module"}');
});
let packed: readonly string[];
afterAll(() => rm(consumer, { recursive: true, force: true }));

test('the package holds what was built, and no tests', () => {
  expect(packed).toEqual(expect.arrayContaining(['README.md', 'LICENSE', 'package.json', 'bin/notes.js']));
  expect(packed.filter((path) => /\.test\.|\.check\.|^(src|infra|test)\//.test(path))).toEqual([]);
});

test('a note is created with what the package’s doors let out, and the types say so', async () => {
  const source = `
    import { createNote, parseNoteDraft, parseOwnerId } from 'owned-notes';
    import { notesClient } from 'owned-notes/client';
    import { dynamoNoteStore } from 'owned-notes/dynamodb';
    import { notesHandler, routes } from 'owned-notes/lambda';
    import { memoryNoteStore, randomRevisions, systemClock, uuidV7NoteIds } from 'owned-notes/memory';

    const deps = { store: memoryNoteStore(), clock: systemClock, noteIds: uuidV7NoteIds, revisions: randomRevisions };
    const note = await parseOwnerId('us-east-1:06d418dd')
      .andThen((owner) => parseNoteDraft({ content: 'hello' }).map((draft) => ({ owner, draft })))
      .asyncAndThen(({ owner, draft }) => createNote(deps, owner, draft));
    const content: string = note.match((note) => note.content, ({ kind }) => kind);
    console.log(content, routes.length, typeof notesClient, typeof dynamoNoteStore, typeof notesHandler);
  `;
  await writeFile(join(consumer, 'use.ts'), source);
  const { stdout } = await run(process.execPath, ['use.ts'], { cwd: consumer });
  expect(stdout).toBe('hello 5 function function function\n');
  await run(
    process.execPath,
    [
      join(root, 'node_modules/typescript/bin/tsc'),
      ...['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--skipLibCheck', '--types', 'node'],
      ...['--typeRoots', join(root, 'node_modules/@types'), 'use.ts'],
    ],
    { cwd: consumer },
  );
});

test('an adapter of one’s own is held to the laws by the package', async () => {
  const source = `
    import { laws, noteStoreLaws } from 'owned-notes/laws';
    import { memoryNoteStore } from 'owned-notes/memory';
    noteStoreLaws('my adapter', async () => memoryNoteStore(), { runs: 5 });
  `;
  await writeFile(join(consumer, 'my-store.test.ts'), source);
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  await symlink(join(root, 'node_modules/vitest'), join(consumer, 'node_modules/vitest'), 'dir');
  const { stdout } = await run(process.execPath, [vitest, 'run', '--reporter=tap-flat'], { cwd: consumer });
  expect(stdout.match(/^ok /gm)?.length).toBeGreaterThan(10);
  expect(stdout).not.toMatch(/^not ok/m);
});

test('its command runs from what was built', async () => {
  const { stdout } = await run(process.execPath, [join(consumer, 'node_modules/owned-notes/bin/notes.js'), '--help']);
  expect(stdout).toContain('Usage: notes');
});
