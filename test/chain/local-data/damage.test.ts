import { writeFileSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startStack } from '../../../infra/local/stack.ts';
import { run } from '../../../src/cli/run.ts';
import { createPerson } from '../../kit/cli/person.ts';
import { type LocalStack, startTestStack } from '../../kit/local-stack.ts';
import { readAllData } from './all-data.ts';
import { signIn } from './somebody.ts';

type Data = Awaited<ReturnType<typeof readAllData>>;

let stack: LocalStack;
let snapshots: string;
/** The data of the snapshot `sound`, and the present data, which differs from it. */
let [kept, present]: Data[] = [];
beforeAll(async () => {
  stack = await startTestStack({ web: { pagePort: 0, consolePort: 0 } });
  snapshots = join(stack.data, 'snapshots');
  const { notes, files } = await signIn(stack);
  // Two parts of an upload, so that one of the files is made of more than one.
  for (const bytes of [10, 6_000_000])
    await notes.create({
      content: 'of the snapshot',
      attachment: (await files.attach(new File([new Uint8Array(bytes)], 'a.bin')))._unsafeUnwrap(),
    });
  (await stack.local.snapshot('sound'))._unsafeUnwrap();
  kept = await now();
  (await notes.create({ content: 'of now' }))._unsafeUnwrap();
  present = await now();
});
beforeEach(() => rm(join(snapshots, 'damaged'), { recursive: true, force: true }));
afterAll(() => stack?.[Symbol.asyncDispose]());

const now = () => readAllData(stack.outputs, stack.data);

/** Copies the sound snapshot, and does something to the copy. */
const damage = async (change: (folder: string) => Promise<unknown>): Promise<void> => {
  const folder = join(snapshots, 'damaged');
  await cp(join(snapshots, 'sound'), folder, { recursive: true });
  await change(folder);
};

const expectRefused = async (): Promise<void> => {
  const failure = (await stack.local.restore('damaged'))._unsafeUnwrapErr();
  expect(failure).toEqual({ kind: 'SnapshotBroken', name: 'damaged', reason: expect.stringMatching(/./) });
  expect(await now()).toEqual(present);
  expect((await readdir(stack.data)).filter((name) => name.startsWith('next-'))).toEqual([]);
};

test('a snapshot of which a file is missing or cut is restored whole, or refused before anything is changed', async () => {
  const all = await readdir(join(snapshots, 'sound'), { recursive: true, withFileTypes: true });
  const files = all.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
  const paths = files.map((file) => file.slice(join(snapshots, 'sound').length + 1));
  expect(paths.length).toBeGreaterThan(8);
  // A file that is not there, or one of which only the beginning is.
  const aCut = fc.option(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { nil: undefined });
  const refused: string[] = [];
  for (const path of paths)
    await fc.assert(
      fc.asyncProperty(aCut, async (left) => {
        await rm(join(snapshots, 'damaged'), { recursive: true, force: true });
        await damage(async (folder) => {
          const { size } = await stat(join(folder, path));
          await (left === undefined ? rm(join(folder, path)) : truncate(join(folder, path), Math.floor(size * left)));
        });
        const restored = await stack.local.restore('damaged');
        if (restored.isOk()) {
          expect(await now()).toEqual(kept);
          await stack.local.restore('sound');
          const { notes } = await signIn(stack);
          (await notes.create({ content: 'of now' }))._unsafeUnwrap();
          present = await now();
          return;
        }
        refused.push(path);
        expect(restored.error).toMatchObject({ kind: 'SnapshotBroken', name: 'damaged' });
        expect(await now()).toEqual(present);
      }),
      { numRuns: 4 },
    );
  expect(refused).toEqual(expect.arrayContaining(paths.filter((path) => /^(?:files|state|about)/.test(path))));
}, 120_000);

test.each(['table', 'files', 'mail.jsonl', 'state.json', 'about.json', 'files/objects', 'files/data', 'table/CURRENT'])(
  'a snapshot without %s is refused, even one from before contents were listed',
  async (path) => {
    await damage(async (folder) => {
      await rm(join(folder, 'contents.json'), { force: true });
      await rm(join(folder, path), { recursive: true });
    });
    await expectRefused();
  },
);

test.each<[string, (folder: string) => Promise<unknown>]>([
  [
    'an empty table',
    (folder) => rm(join(folder, 'table'), { recursive: true }).then(() => mkdir(join(folder, 'table'))),
  ],
  [
    'a table that is a file',
    (folder) => rm(join(folder, 'table'), { recursive: true }).then(() => writeFile(join(folder, 'table'), '')),
  ],
  [
    'a table of something else',
    async (folder) => {
      await rm(join(folder, 'table'), { recursive: true });
      await cp(join(stack.data, 'state'), join(folder, 'table'), { recursive: true });
    },
  ],
  ['an object that is not one', (folder) => writeFile(join(folder, 'files/objects/x'), 'null')],
  [
    'an object that is cut',
    async (folder) => {
      const [first = ''] = await readdir(join(folder, 'files/objects'));
      await truncate(join(folder, 'files/objects', first), 10);
    },
  ],
  [
    'an object without its bytes',
    async (folder) => {
      const [first = ''] = await readdir(join(folder, 'files/data'));
      await rm(join(folder, 'files/data', first));
    },
  ],
  [
    'an object with a part of its bytes',
    async (folder) => {
      const [first = ''] = await readdir(join(folder, 'files/data'));
      await rm(join(folder, 'files/data', first));
      await writeFile(join(folder, 'files/data', first), 'a');
    },
  ],
  ['a state that is not JSON', (folder) => writeFile(join(folder, 'state.json'), '[["clock", 0')],
  ['a state that is no list of entries', (folder) => writeFile(join(folder, 'state.json'), '[1]')],
])('a snapshot with %s is refused, even one from before contents were listed', async (_, change) => {
  await damage(async (folder) => {
    await rm(join(folder, 'contents.json'), { force: true });
    await change(folder);
  });
  await expectRefused();
});

test.each(['null', '{', '', '[]', '{}', '{"name":"damaged","madeAt":"today"}'])(
  'a snapshot whose about.json is %j is refused, and the list has the others',
  async (text) => {
    await damage((folder) => writeFile(join(folder, 'about.json'), text));
    await expectRefused();
    expect((await stack.local.snapshots()).map(({ name }) => name)).toEqual(['sound']);
  },
);

test('a snapshot from before contents were listed is restored', async () => {
  await damage((folder) => rm(join(folder, 'contents.json')));
  (await stack.local.restore('damaged'))._unsafeUnwrap();
  expect(await now()).toEqual(kept);
  present = kept;
});

test('a snapshot is called what its folder is called', async () => {
  await damage(async () => {});
  expect((await stack.local.snapshots()).map(({ name }) => name).toSorted()).toEqual(['damaged', 'sound']);
});

test('the command says what is damaged, and that nothing was changed', async () => {
  await damage((folder) => rm(join(folder, 'table'), { recursive: true }));
  const by = createPerson({ signedIn: false });
  writeFileSync(by.outputs, JSON.stringify(stack.outputs));
  const { world, ran } = by.worldOf({ now: Date.now, fetch });
  const { code, err } = ran(await run(['local', 'restore', 'damaged', '--yes'], world));
  expect([code, err]).toEqual([
    1,
    expect.stringMatching(/^notes: The snapshot damaged is damaged: .*table.* Nothing was changed\.\n$/),
  ]);
});

test('after all that, the stack starts again with what it had', async () => {
  const { data } = stack;
  const before = await now();
  const mail = await readFile(join(data, 'mail.jsonl'), 'utf8');
  await stack.stop();
  await using next = await startStack({ data, port: 0, cognitoPort: 0, dynamodbPort: 0, s3Port: 0 });
  expect(await readAllData(next.outputs, data)).toEqual({ ...before, mail });
});
