import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestS3, type TestS3 } from '../../infra/local/s3/test-s3.ts';
import { createFile, createTestFilesClient } from '../../test/kit/files/owner.ts';
import { listKeys, readBytesAt } from '../../test/kit/files/read-file.ts';
import { startWire, type Wire } from '../../test/kit/files/wire.ts';
import type { Upload } from './attach.ts';

let s3: TestS3;
let wire: Wire;
beforeAll(async () => {
  s3 = await startTestS3();
  wire = await startWire(s3.port);
});
afterAll(async () => {
  await wire?.[Symbol.asyncDispose]();
  await s3?.[Symbol.asyncDispose]();
});

const size = 11_000_000;
const file = createFile(size);

test('wherever the upload is cut, resuming ends with one file of exactly those bytes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(size + 20_000), { minLength: 1, maxLength: 3 }), async (cuts) => {
      let resume: Upload | undefined;
      const onUpload = (upload: Upload) => {
        resume = upload;
      };
      let key: string | undefined;
      for (const cut of [...cuts, undefined]) {
        wire.mend();
        if (cut !== undefined) wire.cutAfter(cut);
        const sent = await createTestFilesClient(wire).attach(file, { resume, onUpload });
        if (sent.isOk()) key = sent.value;
        if (key !== undefined) break;
      }
      wire.mend();
      const files = createTestFilesClient(s3);
      expect(await listKeys(files)).toEqual([key]);
      expect((await readBytesAt(files, String(key))).equals(Buffer.from(await file.arrayBuffer()))).toBe(true);
      await files.detach(String(key));
    }),
    { numRuns: 5 },
  );
}, 240_000);

test('wherever the download is cut, it gives the start of the file, and a failure', async () => {
  const whole = Buffer.from(await file.arrayBuffer());
  const key = (await createTestFilesClient(s3).attach(file))._unsafeUnwrap();
  await fc.assert(
    fc.asyncProperty(fc.nat(size), async (cut) => {
      wire.mend();
      wire.cutBackAfter(cut);
      const download = await createTestFilesClient(wire).download(key);
      if (download.isErr()) {
        expect(download.error.kind).toBe('Unreachable');
        return;
      }
      const pieces: Uint8Array[] = [];
      let failure: string | undefined;
      for await (const part of download.value.parts()) {
        if (part.isOk()) pieces.push(part.value);
        else failure = part.error.kind;
      }
      const read = Buffer.concat(pieces);
      expect(read.equals(whole.subarray(0, read.length))).toBe(true);
      expect(failure).toBe(read.length === size ? undefined : 'Unreachable');
    }),
    { numRuns: 6 },
  );
  wire.mend();
}, 240_000);
