import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { formatImport, readGivenNames, selectBorrowed } from '../kit/given-names.ts';
import { type Block, readBlocks, readPages, root } from './markdown.ts';

const blocks = readPages().flatMap(readBlocks);

/** Returns where a block stands, for the reader of a failed test. */
const place = ({ page, line }: Block): string => `${page.file}:${line}`;

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

test('every JSON block parses', () => {
  const json = blocks.filter(({ language }) => language === 'json');
  expect(json.length).toBeGreaterThan(1);
  expect(json.filter(({ text }) => !isJson(text)).map(place)).toEqual([]);
});

/** The package's doors in the sources, as the build may be out of date. */
const paths = Object.fromEntries(
  Object.entries(manifest.exports).flatMap(([door, target]) => {
    if (typeof target === 'string') return [];
    const source = target.types.replace('./dist/', 'src/').replace('.d.ts', '.ts');
    return [[door.replace('.', 'owned-notes'), [join(root, source)]]];
  }),
);

const given = join(import.meta.dirname, 'given.ts');
const givenNames = readGivenNames(given);

/** Makes a block a module. Its first line imports what it uses and does not declare, so that line numbers stay. */
const createModule = ({ text }: Block): string =>
  `${formatImport(given, selectBorrowed(text, givenNames))} ${text}export {};\n`;

/** Returns what the compiler says, each error at the place of its block. */
const checkTypes = async (sources: readonly Block[]): Promise<readonly string[]> => {
  await mkdir(join(root, 'build'), { recursive: true });
  const folder = await mkdtemp(join(root, 'build/blocks-'));
  try {
    for (const [index, block] of sources.entries())
      await writeFile(join(folder, `block-${index}.ts`), createModule(block));
    const ownStore = "export { createMemoryNoteStore as myNoteStore } from 'owned-notes/memory';\n";
    await writeFile(join(folder, 'my-note-store.ts'), ownStore);
    const lib = ['es2024', 'esnext', 'dom', 'dom.iterable'];
    const config = {
      extends: '../../tsconfig.json',
      compilerOptions: { noUnusedLocals: false, lib, paths },
      include: ['*.ts'],
      exclude: [],
    };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const run = promisify(execFile)(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], { cwd: folder });
    const { stdout } = await run.catch((failure: { readonly stdout: string }) => failure);
    return stdout
      .split('\n')
      .filter((line) => line.includes('error TS'))
      .map((line) =>
        line.replace(/^block-(\d+)\.ts\((\d+),\d+\)/, (said, index, row) => {
          const block = sources[Number(index)];
          return block === undefined ? said : `${block.page.file}:${block.line + Number(row)}`;
        }),
      );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Whether a block is a module: no fragment, and no file of a walkthrough, which `test/walkthroughs` compiles. */
const standsAlone = ({ language, info }: Block): boolean => language === 'ts' && info === '';

test('every TypeScript block compiles against the doors of the package, and a wrong one does not', async () => {
  const sources = blocks.filter(standsAlone);
  expect(sources.length).toBeGreaterThan(5);
  const text =
    "import { createNotesClient } from 'owned-notes/client';\ncreateNotesClient(config, session).create({ text: " +
    "'no content' });\n";
  const wrong: Block = { page: { file: 'wrong.md', text }, line: 0, language: 'ts', info: '', text };
  expect(await checkTypes([...sources, wrong])).toEqual([expect.stringMatching(/^wrong\.md:2: error TS2353/)]);
});
