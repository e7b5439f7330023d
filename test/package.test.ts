import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import lockfile from '../package-lock.json' with { type: 'json' };
import { pack, root } from './package/pack.ts';

// What can be said of the packed package without installing it anywhere: `npm run test:package` does that.

const run = promisify(execFile);
const build = join(root, 'build');
let home: string;
let files: readonly string[];

/** Unpacked below this project, it finds the dependencies of this project, and itself by its name. */
beforeAll(async () => {
  await mkdir(build, { recursive: true });
  home = await mkdtemp(join(build, 'package-'));
  const packed = await pack(home);
  files = packed.files;
  await run('tar', ['xzf', packed.tarball, '-C', home, '--strip-components=1']);
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** A module without its comments, whose examples have imports too. */
const readCode = (file: string): string => readFileSync(join(home, file), 'utf8').replaceAll(/^ *\/?\*.*$/gm, '');

/** What a module imports; types are imported in an expression, too. */
const readImports = (file: string): readonly string[] =>
  [...readCode(file).matchAll(/(?:\bfrom |^import |\bimport\()'([^']+)'/gm)].map(([, to]) => String(to));

/** What a module imports when it is loaded, and not later. */
const readStaticImports = (file: string): readonly string[] =>
  [...readCode(file).matchAll(/(?:\bfrom |^import )'([^']+)'/gm)].map(([, to]) => String(to));

const packageOf = (specifier: string): string => /^(?:@[^/]+\/|node:)?[^/]+/.exec(specifier)?.[0] ?? specifier;

/** The packages, and Node's modules, that are there when an entry is: of its code with `.js`, of its types with `.d.ts`. */
const neededBy = (entry: string, ending: '.js' | '.d.ts'): readonly string[] => {
  const seen = new Set<string>();
  const outside = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const to of ending === '.js' ? readStaticImports(file) : readImports(file)) {
      if (to.startsWith('.')) visit(join(dirname(file), to.replace(/\.[jt]s$/, ending)));
      else outside.add(packageOf(to));
    }
  };
  visit(entry);
  return [...outside].toSorted();
};

test('the package holds what was built, its documents, and no sources or tests', () => {
  expect(files).toEqual(
    expect.arrayContaining(['README.md', 'LICENSE', 'package.json', 'bin/notes.js', 'docs/wire.md']),
  );
  expect(files.filter((path) => /\.test\.|\.check\.|^(src|infra|test)\//.test(path))).toEqual([]);
});

test('who steps through its code sees the sources, which are in the maps', () => {
  const maps = files
    .filter((file) => file.endsWith('.js.map'))
    .map((file) => JSON.parse(readFileSync(join(home, file), 'utf8')));
  expect(maps.length).toBeGreaterThan(0);
  for (const { sources, sourcesContent } of maps) expect(sourcesContent).toHaveLength(sources.length);
});

test('what README and documents point at is in the package', () => {
  const broken = files
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) =>
      [...readFileSync(join(home, file), 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g)]
        .map(([, link]) => join(dirname(file), String(link)))
        .filter((path) => !existsSync(join(home, path)))
        .map((path) => `${file}: ${path}`),
    );
  expect(broken).toEqual([]);
});

describe('each door', () => {
  type EntryPoint = keyof typeof manifest.exports;
  // What it opens with, and what its types name. Pages open `.` and the client: none of Node's modules there. The SDK is there
  // for who uses it.
  const doors: Readonly<Record<EntryPoint, { code: readonly string[]; types: readonly string[] }>> = {
    '.': { code: ['neverthrow'], types: ['neverthrow'] },
    './memory': { code: ['neverthrow', 'node:crypto', 'uuid'], types: ['neverthrow'] },
    './dynamodb': { code: ['neverthrow', 'node:crypto'], types: ['@aws-sdk/client-dynamodb', 'neverthrow'] },
    './s3': { code: ['neverthrow', 'node:crypto'], types: ['@aws-sdk/client-s3', 'neverthrow'] },
    './lambda': {
      code: ['neverthrow', 'node:crypto', 'node:http', 'node:https', 'node:zlib', 'uuid'],
      types: ['neverthrow'],
    },
    './client': { code: ['aws4fetch', 'neverthrow', 'uuid'], types: ['neverthrow'] },
    './openapi': { code: ['neverthrow'], types: [] },
    './laws': { code: ['fast-check', 'neverthrow'], types: ['neverthrow'] },
    './laws/vitest': { code: ['fast-check', 'neverthrow', 'vitest'], types: ['neverthrow'] },
    './attack': { code: [], types: [] },
    './package.json': { code: [], types: [] },
  };
  test.for(Object.keys(doors) as EntryPoint[])('%s opens with what is listed', (name) => {
    const door = manifest.exports[name];
    if (typeof door === 'string') return;
    expect({ code: neededBy(door.default, '.js'), types: neededBy(door.types, '.d.ts') }).toEqual(doors[name]);
  });
});

describe('package.json', () => {
  const given = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  test('declares everything that the package imports, in its code and in its types', () => {
    const undeclared = files
      .filter((file) => /\.(js|d\.ts)$/.test(file))
      .flatMap((file) => readImports(file).map((to) => ({ file, to })))
      .filter(({ to }) => !/^(\.|node:)/.test(to))
      .map(({ file, to }) => ({ file, name: packageOf(to) }))
      .filter(({ name }) => !given.includes(name));
    expect(undeclared).toEqual([]);
  });

  test('has everything that others bring as an optional peer, and tests with one version of it', () => {
    for (const name of Object.keys(manifest.peerDependencies)) {
      expect(manifest.peerDependenciesMeta).toHaveProperty([name], { optional: true });
      expect(manifest.devDependencies).toHaveProperty([name], expect.stringMatching(/^\d+\.\d+\.\d+$/));
      expect(manifest.dependencies).not.toHaveProperty([name]);
    }
  });

  test('says what is true of every module: none is there for what it does when it is loaded', () => {
    expect(manifest.sideEffects).toBe(false);
    const bare = files
      .filter((file) => file.endsWith('.js'))
      .filter((file) => /^import '/m.test(readFileSync(join(home, file), 'utf8')));
    expect(bare).toEqual([]);
  });
});

test('the lockfile has no addresses, and a build of Biome for every platform', () => {
  const packages: Readonly<Record<string, object>> = lockfile.packages;
  expect(Object.entries(packages).filter(([, about]) => 'resolved' in about)).toEqual([]);
  expect(Object.keys(packages).filter((path) => path.includes('/@biomejs/cli-'))).toHaveLength(8);
});

test('a note is created with what the package’s doors let out, and the types say so, libraries checked', async () => {
  const source = `
    import { createNote, parseNoteDraft, parseOwnerId } from 'owned-notes';
    import { createNotesClient } from 'owned-notes/client';
    import { createDynamoNoteStore } from 'owned-notes/dynamodb';
    import { createNotesHandler, routes } from 'owned-notes/lambda';
    import { createMemoryNoteStore, randomRevisions, systemClock, uuidV7NoteIds } from 'owned-notes/memory';

    const deps = { store: createMemoryNoteStore(), clock: systemClock, noteIds: uuidV7NoteIds, revisions: randomRevisions };
    const note = await parseOwnerId('us-east-1:06d418dd')
      .andThen((owner) => parseNoteDraft({ content: 'hello' }).map((draft) => ({ owner, draft })))
      .asyncAndThen(({ owner, draft }) => createNote(deps, owner, draft));
    const content: string = note.match((note) => note.content, ({ kind }) => kind);
    console.log(content, routes.length, typeof createNotesClient, typeof createDynamoNoteStore, typeof createNotesHandler);
  `;
  await writeFile(join(home, 'use.ts'), source);
  const { stdout } = await run(process.execPath, ['use.ts'], { cwd: home });
  expect(stdout).toBe('hello 5 function function function\n');
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--types', 'node'];
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  await run(process.execPath, [tsc, '--ignoreConfig', ...options, 'use.ts'], { cwd: home });
});

test('its command runs from what was built', async () => {
  const { stdout } = await run(process.execPath, [join(home, 'bin/notes.js'), '--help']);
  expect(stdout).toContain('Usage: notes');
});
