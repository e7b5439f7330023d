import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bob, startTestS3, type TestS3 } from '../../infra/local/s3/test-s3.ts';
import { createFaultyFetch, faults, type NetworkFault } from '../../test/kit/files/faulty-fetch.ts';
import { createFile, createTestFilesClient } from '../../test/kit/files/owner.ts';
import { listKeys, readBytesAt } from '../../test/kit/files/read-file.ts';
import type { Upload } from './attach.ts';
import type { Progress } from './progress.ts';

let s3: TestS3;
beforeAll(async () => {
  s3 = await startTestS3();
});
afterAll(() => s3[Symbol.asyncDispose]());

const MiB = 1024 * 1024;
const size = fc.constantFrom(0, 1, 5 * MiB, 5 * MiB + 1, 11 * MiB);
const fault = fc.option(fc.constantFrom<NetworkFault>(...faults, 'the process dies'), { nil: undefined, freq: 3 });

test('whatever request fails, resuming ends with one file of exactly those bytes, and touches no other', async () => {
  const time = Date.now();
  await fc.assert(
    fc.asyncProperty(
      size,
      fc.array(fault, { maxLength: 24 }),
      fc.constantFrom('nothing', 'another of its size', 'another'),
      async (bytes, plan, there) => {
        const [files, others] = [createTestFilesClient(s3), createTestFilesClient(s3, {}, bob)];
        for (const key of await listKeys(files)) await files.detach(key);
        // At exactly the key that the file would get, and at the same key of another user.
        const before = createFile(there === 'another' ? 7 : bytes, 'file.bin', 2);
        const now = () => time;
        if (there !== 'nothing') (await createTestFilesClient(s3, { now }).attach(before))._unsafeUnwrap();
        const bobs = `${time}-file.bin`;
        if (!(await listKeys(others)).includes(bobs))
          (await createTestFilesClient(s3, { now }, bob).attach(createFile(9)))._unsafeUnwrap();

        const file = createFile(bytes);
        const left = [...plan];
        let resume: Upload | undefined;
        let key: string | undefined;
        for (let run = 0; key === undefined && run < 40; run++) {
          const told: Progress[] = [];
          const result = await createTestFilesClient(s3, { now, fetch: createFaultyFetch(left) }).attach(file, {
            ...{ resume, onProgress: (progress) => told.push(progress) },
            // Through JSON, as if it were kept in a file.
            onUpload: (upload) => {
              resume = JSON.parse(JSON.stringify(upload));
            },
          });
          const done = told.map((each) => each.done);
          expect(done).toEqual([...new Set(done)].sort((a, b) => a - b));
          expect(told.every((each) => each.size === bytes && each.done <= bytes)).toBe(true);
          if (result.isOk()) {
            key = result.value;
            expect(done.at(-1)).toBe(bytes);
          }
        }
        expect(key).toBeDefined();
        const isSame = there === 'another of its size' && bytes === 0;
        const wanted = there === 'nothing' || isSame ? 1 : 2;
        expect(await listKeys(files)).toHaveLength(wanted);
        expect((await readBytesAt(files, String(key))).equals(Buffer.from(await file.arrayBuffer()))).toBe(true);
        if (there !== 'nothing' && !isSame)
          expect((await readBytesAt(files, bobs)).equals(Buffer.from(await before.arrayBuffer()))).toBe(true);
        expect((await readBytesAt(others, bobs)).equals(Buffer.from(await createFile(9).arrayBuffer()))).toBe(true);
      },
    ),
    { numRuns: 15 },
  );
}, 240_000);
