import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import lockfile from '../../package-lock.json' with { type: 'json' };
import { pack, root } from '../package/pack.ts';

// Checks of the packed package that need no installation; `npm run test:package` installs it.

const run = promisify(execFile);
const build = join(root, 'build');
let home: string;
let files: readonly string[];

/** Unpacks the package below this project, where it finds the project's dependencies, and itself by its name. */
beforeAll(async () => {
  await mkdir(build, { recursive: true });
  home = await mkdtemp(join(build, 'package-'));
  const packed = await pack(home);
  files = packed.files;
  await run('tar', ['xzf', packed.tarball, '-C', home, '--strip-components=1']);
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** Reads a module without its comments, whose examples have imports too. */
const readCode = (file: string): string => readFileSync(join(home, file), 'utf8').replaceAll(/^ *\/?\*.*$/gm, '');

/** Lists what a module imports; types can be imported in an expression too. */
const readImports = (file: string): readonly string[] =>
  [...readCode(file).matchAll(/(?:\bfrom |^import |\bimport\()'([^']+)'/gm)].map(([, to]) => String(to));

/** Lists what a module imports when it is loaded, without what it imports later. */
const readStaticImports = (file: string): readonly string[] =>
  [...readCode(file).matchAll(/(?:\bfrom |^import )'([^']+)'/gm)].map(([, to]) => String(to));

const packageOf = (specifier: string): string => /^(?:@[^/]+\/|node:)?[^/]+/.exec(specifier)?.[0] ?? specifier;

/** Lists the packages and Node modules that an entry needs: its code with `.js`, its types with `.d.ts`. */
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

test('the package contains the build and the documents, and no sources or tests', () => {
  expect(files).toEqual(
    expect.arrayContaining(['README.md', 'LICENSE', 'package.json', 'bin/notes.js', 'docs/wire.md']),
  );
  expect(files.filter((path) => /\.test\.|\.check\.|^(src|infra|test)\//.test(path))).toEqual([]);
});

test('its source maps contain the sources, for those who step through its code', () => {
  const maps = files
    .filter((file) => file.endsWith('.js.map'))
    .map((file) => JSON.parse(readFileSync(join(home, file), 'utf8')));
  expect(maps.length).toBeGreaterThan(0);
  for (const { sources, sourcesContent } of maps) expect(sourcesContent).toHaveLength(sources.length);
});

test('the package contains what the README and the documents link to', () => {
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
  // The packages that each door's code loads, and those that its types name. Pages load `.` and the client, so these
  // use no Node modules. Only those who use the SDK need it.
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
  test.for(Object.keys(doors) as EntryPoint[])('%s needs exactly the listed packages', (name) => {
    const door = manifest.exports[name];
    if (typeof door === 'string') return;
    expect({ code: neededBy(door.default, '.js'), types: neededBy(door.types, '.d.ts') }).toEqual(doors[name]);
  });
});

describe('package.json', () => {
  const given = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  test('declares every package that the code and the types import', () => {
    const undeclared = files
      .filter((file) => /\.(js|d\.ts)$/.test(file))
      .flatMap((file) => readImports(file).map((to) => ({ file, to })))
      .filter(({ to }) => !/^(\.|node:)/.test(to))
      .map(({ file, to }) => ({ file, name: packageOf(to) }))
      .filter(({ name }) => !given.includes(name));
    expect(undeclared).toEqual([]);
  });

  test('has what users bring as optional peers, each pinned to one version for the tests', () => {
    for (const name of Object.keys(manifest.peerDependencies)) {
      expect(manifest.peerDependenciesMeta).toHaveProperty([name], { optional: true });
      expect(manifest.devDependencies).toHaveProperty([name], expect.stringMatching(/^\d+\.\d+\.\d+$/));
      expect(manifest.dependencies).not.toHaveProperty([name]);
    }
  });

  test('truthfully declares that no module has side effects', () => {
    expect(manifest.sideEffects).toBe(false);
    const bare = files
      .filter((file) => file.endsWith('.js'))
      .filter((file) => /^import '/m.test(readFileSync(join(home, file), 'utf8')));
    expect(bare).toEqual([]);
  });
});

test('the lockfile has no addresses, and includes Biome for every platform', () => {
  const packages: Readonly<Record<string, object>> = lockfile.packages;
  expect(Object.entries(packages).filter(([, about]) => 'resolved' in about)).toEqual([]);
  expect(Object.keys(packages).filter((path) => path.includes('/@biomejs/cli-'))).toHaveLength(8);
});

test('a program creates a note through the package’s doors, and compiles with library types checked', async () => {
  const source = `
    import { createNote, parseNoteDraft, parseOwnerId } from 'owned-notes';
    import { createNotesClient } from 'owned-notes/client';
    import { createDynamoNoteStore } from 'owned-notes/dynamodb';
    import { createNotesHandler, routes } from 'owned-notes/lambda';
    import { createMemoryNoteStore, randomRevisions, systemClock, uuidV7NoteIds } from 'owned-notes/memory';

    const store = createMemoryNoteStore();
    const deps = { store, clock: systemClock, noteIds: uuidV7NoteIds, revisions: randomRevisions };
    const note = await parseOwnerId('us-east-1:06d418dd')
      .andThen((owner) => parseNoteDraft({ content: 'hello' }).map((draft) => ({ owner, draft })))
      .asyncAndThen(({ owner, draft }) => createNote(deps, owner, draft));
    const content: string = note.match((note) => note.content, ({ kind }) => kind);
    const others = [typeof createNotesClient, typeof createDynamoNoteStore, typeof createNotesHandler];
    console.log(content, routes.length, ...others);
  `;
  await writeFile(join(home, 'use.ts'), source);
  const { stdout } = await run(process.execPath, ['use.ts'], { cwd: home });
  expect(stdout).toBe('hello 5 function function function\n');
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--types', 'node'];
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  await run(process.execPath, [tsc, '--ignoreConfig', ...options, 'use.ts'], { cwd: home });
});

test('its command runs from the build', async () => {
  const { stdout } = await run(process.execPath, [join(home, 'bin/notes.js'), '--help']);
  expect(stdout).toContain('Usage: notes');
});
