import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ArchiveContents, readArchiveContents } from '../../../src/client/archive/archive-contents.ts';
import { importAll } from '../../../src/client/archive/import-all.ts';
import { keyTwins, someType } from '../../../src/laws/attachments/arbitraries.ts';
import { createFaultyFetch, faults, type NetworkFault } from '../../kit/files/faulty-fetch.ts';
import { createFile } from '../../kit/files/owner.ts';
import { type LocalStack, startTestStack } from '../../kit/local-stack.ts';
import { type Account, createAccount } from './account.ts';
import { exportAccount, splitIntoPieces } from './archives.ts';
import { readArchiveEntries } from './entries.ts';

let stack: LocalStack;
beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack[Symbol.asyncDispose]());

const MiB = 1024 * 1024;
const plan = fc.array(
  fc.option(fc.constantFrom<NetworkFault>(...faults, 'the process dies'), { nil: undefined, freq: 4 }),
  {
    maxLength: 30,
  },
);
const note = fc.record({
  content: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
  attachment: fc.option(fc.nat(3), { nil: undefined }),
});
const file = fc.record({
  key: fc.constantFrom(...keyTwins.flat()),
  size: fc.constantFrom(0, 1, 511, 512, 513, 5 * MiB, 5 * MiB + 1, 11 * MiB),
  type: someType,
  isOurs: fc.boolean(),
});
const contents = fc.record({
  notes: fc.array(note, { maxLength: 4 }),
  files: fc.uniqueArray(file, { maxLength: 3, selector: ({ key }) => key }),
});

/** Exports until the archive is whole, resuming after each fault from what is there. */
const exportedInTheEnd = async (account: Account, faults: (NetworkFault | undefined)[]): Promise<Buffer> => {
  let there = Buffer.alloc(0);
  let resume: ArchiveContents | undefined;
  for (let run = 0; run < 60; run++) {
    const { bytes, failure } = await exportAccount(account, { resume }, createFaultyFetch(faults));
    there = Buffer.concat([there, bytes]);
    if (failure === undefined) return there;
    resume = (await readArchiveContents(splitIntoPieces(there)))._unsafeUnwrap();
    there = there.subarray(0, resume.end);
  }
  throw new Error('The export never finished.');
};

test('an import restores what was exported, byte for byte, whatever goes wrong on the way', async () => {
  await fc.assert(
    fc.asyncProperty(contents, plan, plan, async (made, onTheWayOut, onTheWayIn) => {
      const [one, other] = [await createAccount(stack.outputs), await createAccount(stack.outputs)];
      const { notes, files } = one.clients();
      for (const [at, { key, size, type, isOurs }] of made.files.entries()) {
        const bytes = new Uint8Array(await createFile(size, 'x', at + 1).arrayBuffer());
        const like = { size, type, slice: (start: number, end: number) => new Blob([bytes]).slice(start, end) };
        if (isOurs) (await files.attach(like, { key }))._unsafeUnwrap();
        else await one.put(key, bytes, type);
      }
      for (const { content, attachment } of made.notes) {
        const key = attachment === undefined ? undefined : (made.files[attachment]?.key ?? '1-gone');
        (await notes.create({ content, ...(key !== undefined && { attachment: key }) }))._unsafeUnwrap();
      }
      const archive = await exportedInTheEnd(one, [...onTheWayOut]);
      const left = [...onTheWayIn];
      for (let run = 0; ; run++) {
        expect(run).toBeLessThan(60);
        const { notes, files } = other.clients(createFaultyFetch(left));
        const imported = await importAll(splitIntoPieces(archive), notes, files);
        if (imported.isErr()) continue;
        expect(imported.value).toMatchObject({ notes: made.notes.length, files: made.files.length, notThere: [] });
        break;
      }
      const again = await exportAccount(other);
      expect(again.failure).toBeUndefined();
      const [before, after] = [await readArchiveEntries(archive), await readArchiveEntries(again.bytes)];
      const sent = await Promise.all(
        made.files.map(async ({ key, size, type }, at) => {
          const bytes = new Uint8Array(await createFile(size, 'x', at + 1).arrayBuffer());
          return { name: `files/${key}`, type, size, sha256: createHash('sha256').update(bytes).digest('hex') };
        }),
      );
      expect(before.files).toEqual(sent.toSorted((a, b) => (a.name < b.name ? -1 : 1)));
      expect(before.notes.map(({ content }) => content)).toEqual(made.notes.map(({ content }) => content).reverse());
      expect(after).toEqual(before);
    }),
    { numRuns: 12 },
  );
}, 240_000);
