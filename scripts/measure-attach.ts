/**
 * Measures what the client's files cost a process: its peak memory above the level before, and the throughput, for
 * files of several sizes that are read from disk, against the local S3 in a separate process.
 * `node scripts/measure-attach.ts [MEGABYTES …]`, by default 30 and 300.
 */
import { fork } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { okAsync } from 'neverthrow';
import type { TemporaryCredentials } from '../infra/local/credentials.ts';
import { ann, issueCredentials, startTestS3 } from '../infra/local/s3/test-s3.ts';
import { openFileToSend } from '../src/cli/file-to-send.ts';
import { createFilesClient } from '../src/client/files.ts';
import { createBucketConfig } from '../test/kit/files/owner.ts';

const MB = 1_000_000;

/** Runs the server process: sends its endpoint and the keys that the client signs with. */
const serve = async (folder: string): Promise<void> => {
  const server = await startTestS3({ folder });
  process.send?.({ endpoint: server.endpoint, keys: issueCredentials(ann) });
  process.on('disconnect', () => void server[Symbol.asyncDispose]());
};

const makeFile = async (file: string, megabytes: number): Promise<string> => {
  const hash = createHash('sha256');
  const handle = await open(file, 'w');
  for (let written = 0; written < megabytes; written++) {
    const piece = randomBytes(MB);
    hash.update(piece);
    await handle.write(piece);
  }
  await handle.close();
  return hash.digest('hex');
};

/** Measures the process's peak memory above the level before, and the duration. */
const watchMemory = async <T>(work: () => Promise<T>): Promise<{ value: T; peak: number; seconds: number }> => {
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let peak = before;
  const sampling = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 5);
  const started = performance.now();
  const value = await work();
  clearInterval(sampling);
  return { value, peak: peak - before, seconds: (performance.now() - started) / 1000 };
};

const measure = async (sizes: readonly number[]): Promise<void> => {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'files-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const child = fork(fileURLToPath(import.meta.url), ['--serve', join(folder, 's3')]);
  stack.defer(async () => {
    const gone = once(child, 'exit');
    child.disconnect();
    await gone;
  });
  const [said] = await once(child, 'message');
  const { endpoint, keys } = said as { readonly endpoint: string; readonly keys: TemporaryCredentials };
  const by = { ...keys, identityId: ann, expires: keys.expiration };
  const files = createFilesClient(createBucketConfig({ endpoint }), {
    credentials: () => okAsync(by),
    forget: () => {},
  });

  console.log('| file | attach, MB/s | memory added, MB | download, MB/s | memory added, MB |');
  console.log('|---|---|---|---|---|');
  for (const megabytes of sizes) {
    const path = join(folder, `of-${megabytes}`);
    const hash = await makeFile(path, megabytes);
    await using sending = await openFileToSend(folder, path);
    const attached = await watchMemory(async () => files.attach(sending.file));
    const key = attached.value._unsafeUnwrap();
    const downloaded = await watchMemory(async () => {
      const digest = createHash('sha256');
      for await (const part of (await files.download(key))._unsafeUnwrap().parts()) digest.update(part._unsafeUnwrap());
      return digest.digest('hex');
    });
    if (downloaded.value !== hash) throw new Error('Another file came back.');
    await files.detach(key);
    const cells = [attached, downloaded].flatMap(({ peak, seconds }) => [megabytes / seconds, peak / MB]);
    console.log(`| ${megabytes} MB | ${cells.map((cell) => cell.toFixed(0)).join(' | ')} |`);
  }
};

const [first = '', ...rest] = process.argv.slice(2);
if (first === '--serve') await serve(rest[0] ?? '');
else await measure(first === '' ? [30, 300] : [first, ...rest].map(Number));
