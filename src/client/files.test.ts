import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestS3, type TestS3 } from '../../infra/local/s3/test-s3.ts';
import { fileOf, filesOf } from '../../test/files/owner.ts';
import { allFiles } from './files.ts';

let s3: TestS3;
beforeAll(async () => {
  s3 = await startTestS3();
});
afterAll(() => s3[Symbol.asyncDispose]());

test('a', async () => {
  const files = filesOf(s3);
  for (const size of [0, 1, 6_000_000]) {
    const seen: unknown[] = [];
    const key = (await files.attach(fileOf(size, 'é ☕+&.png'), { onProgress: (p) => seen.push(p) }))._unsafeUnwrap();
    console.log(key, seen);
    const d = (await files.download(key))._unsafeUnwrap();
    const got: Uint8Array[] = [];
    for await (const each of d.parts()) got.push(each._unsafeUnwrap());
    expect(Buffer.concat(got).equals(Buffer.from(await fileOf(size).arrayBuffer()))).toBe(true);
    const url = (await files.attachmentUrl(key))._unsafeUnwrap();
    const r = await fetch(url.url);
    console.log(url, r.status, [...r.headers], (await r.arrayBuffer()).byteLength);
  }
  for await (const each of allFiles(files)) console.log(each);
  for await (const each of allFiles(files)) await files.detach(each._unsafeUnwrap().key);
  for await (const each of allFiles(files)) console.log('left', each);
  console.log(await files.download('1-nothing'), s3.refusals);
});
