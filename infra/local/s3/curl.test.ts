import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { ann, bucket, issueCredentials, startTestS3 } from './test-s3.ts';

const run = promisify(execFile);
const hasCurl = await run('curl', ['--version']).then(
  // curl can sign from 7.75 on.
  ({ stdout }) => /^curl (?:7\.(?:7[5-9]|[89]\d)|[89]|\d\d)/.test(stdout),
  () => false,
);

test.skipIf(!hasCurl)('curl --aws-sigv4 puts, gets, lists and deletes', async () => {
  await using stack = new AsyncDisposableStack();
  const api = stack.use(await startTestS3());
  const folder = await mkdtemp(join(tmpdir(), 'files-'));
  stack.defer(() => rm(folder, { recursive: true }));
  const { accessKeyId, secretAccessKey, sessionToken } = issueCredentials(ann);
  const curl = async (path: string, ...more: readonly string[]): Promise<string> => {
    const { stdout } = await run('curl', [
      ...['--silent', '--show-error', '--path-as-is', '--aws-sigv4', 'aws:amz:us-east-1:s3'],
      ...['--user', `${accessKeyId}:${secretAccessKey}`, '--header', `x-amz-security-token: ${sessionToken}`],
      ...['--header', 'x-amz-content-sha256: UNSIGNED-PAYLOAD', '--write-out', ' %{http_code}'],
      ...[...more, `${api.endpoint}/${bucket}${path}`],
    ]);
    return stdout;
  };
  const [file, back] = [join(folder, 'there'), join(folder, 'back')];
  await writeFile(file, Buffer.alloc(2_000_000, 'xyz'));
  const key = `/private/${ann}/file.bin`;
  expect(await curl(key, '--upload-file', file)).toBe(' 200');
  expect(await curl(key, '--output', back)).toBe(' 200');
  expect((await readFile(back)).equals(await readFile(file))).toBe(true);
  expect(await curl(key, '--range', '0-2')).toBe('xyz 206');
  expect(await curl(`?list-type=2&prefix=private%2F${encodeURIComponent(ann)}%2F`)).toContain('<KeyCount>1</KeyCount>');
  expect(await curl(key, '--head')).toContain('content-length: 2000000');
  expect(await curl(key, '--request', 'DELETE')).toBe(' 204');
  expect(await curl(key)).toContain('<Code>NoSuchKey</Code>');
});
