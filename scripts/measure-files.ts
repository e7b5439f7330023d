/**
 * Measures what a large file costs the local S3, in a single run: its throughput as a ratio to copying the file,
 * syncing the copy and hashing it, and the memory of its process. `node scripts/measure-files.ts [MEGABYTES]`, by
 * default 1024.
 *
 * The client runs in this process and does no more than it must; the server runs in a separate one. Both share the
 * machine with whatever else runs there, so only ratios mean something.
 */
import { execFile, fork } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import { createCredentials } from '../infra/local/credentials.ts';
import { closeServer, listen } from '../infra/local/listen.ts';
import { openS3 } from '../infra/local/s3/s3.ts';
import { presign, sign } from '../infra/local/s3/test-requests.ts';

const bucket = 'owned-notes-uploads';
const MB = 1024 * 1024;

/** Runs the server process: sends its port, and on request its peak memory in bytes since the previous request. */
const serve = async (folder: string, key: string): Promise<void> => {
  const listener = await openS3<string>({
    ...{ bucket, region: 'us-east-1', accountId: '123456789012', folder },
    ...{ credentials: [createCredentials(Buffer.from(key, 'hex'))], denial: () => undefined },
  });
  const server = createServer({ requestTimeout: 0 }, listener);
  const url = await listen(server, 'S3', 0);
  let peak = 0;
  const sampling = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 10);
  process.on('message', () => {
    process.send?.({ peak: Math.max(peak, process.memoryUsage.rss()) });
    peak = 0;
  });
  process.on('disconnect', () => {
    clearInterval(sampling);
    void closeServer(server);
  });
  process.send?.({ port: Number(new URL(url).port) });
};

const measure = async (megabytes: number): Promise<void> => {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'files-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'file');
  const [hash, checksum] = await makeFile(file, megabytes);
  const size = megabytes * MB;

  const key = randomBytes(32).toString('hex');
  const child = fork(fileURLToPath(import.meta.url), ['--serve', join(folder, 's3'), key]);
  stack.defer(async () => {
    const gone = once(child, 'exit');
    child.disconnect();
    await gone;
  });
  const said = async (): Promise<{ port: number; peak: number }> => (await once(child, 'message'))[0];
  const { port } = await said();
  const askPeak = async (): Promise<number> => {
    child.send('peak');
    return (await said()).peak;
  };
  const by = createCredentials<string>(Buffer.from(key, 'hex')).issue('somebody', Date.now() + 3_600_000);
  const at = { host: `127.0.0.1:${port}`, path: `/${bucket}/large` };

  const put = async (payloadHash: string, headers: Record<string, string>, body: Readable): Promise<void> => {
    const signed = sign(by, { ...at, method: 'PUT', payloadHash, headers });
    const sending = request({ port, host: '127.0.0.1', method: 'PUT', path: at.path, headers: signed.headers });
    const answered = once(sending, 'response') as Promise<[IncomingMessage]>;
    await pipeline(body, sending);
    const [response] = await answered;
    response.resume();
    if (response.statusCode !== 200) throw new Error(`The upload was refused with ${response.statusCode}.`);
  };
  const plain = () => createReadStream(file, { highWaterMark: MB });
  const length = { 'content-length': String(size) };

  const works: Readonly<Record<string, () => Promise<void>>> = {
    'copy, sync and SHA-256': async () => {
      const copy = join(folder, 'copy');
      await promisify(execFile)('cp', [file, copy]);
      const handle = await open(copy, 'r+');
      await handle.sync();
      await handle.close();
      if ((await hashBytes(createReadStream(copy, { highWaterMark: MB }))) !== hash)
        throw new Error('The copy differs.');
      await rm(copy);
    },
    'upload, unsigned': () => put('UNSIGNED-PAYLOAD', length, plain()),
    'upload, SHA-256': () => put(hash, length, plain()),
    'upload, aws-chunked with CRC-32': () => {
      const head = Buffer.byteLength(`${MB.toString(16)}\r\n\r\n`);
      const end = `0\r\nx-amz-checksum-crc32:${checksum}\r\n\r\n`;
      const headers = {
        ...{ 'x-amz-decoded-content-length': String(size), 'x-amz-trailer': 'x-amz-checksum-crc32' },
        'content-length': String(size + megabytes * head + end.length),
      };
      return put('STREAMING-UNSIGNED-PAYLOAD-TRAILER', headers, Readable.from(encodeChunks(plain(), end)));
    },
    'download, hashed by the client': async () => {
      const response = await fetch(`http://127.0.0.1:${port}${presign(by, at).path}`);
      if (response.body === null || (await hashBytes(Readable.fromWeb(response.body))) !== hash)
        throw new Error('What came back differs.');
    },
  };

  const idle = await askPeak();
  console.log(`${megabytes} MB; the server's memory before: ${(idle / MB).toFixed(0)} MB`);
  let baseline = 0;
  for (const [name, work] of Object.entries(works)) {
    await askPeak();
    const started = performance.now();
    await work();
    const seconds = (performance.now() - started) / 1000;
    baseline ||= seconds;
    const peak = await askPeak();
    const figures = [`${seconds.toFixed(2)} s`, `${(megabytes / seconds).toFixed(0)} MB/s`];
    console.log(
      `${name.padEnd(34)} ${figures.map((each) => each.padStart(10)).join('')}   ` +
        `ratio ${(baseline / seconds).toFixed(2)}   peak ${(peak / MB).toFixed(0)} MB`,
    );
  }
};

const makeFile = async (path: string, megabytes: number): Promise<readonly [hash: string, checksum: string]> => {
  const [hash, handle] = [createHash('sha256'), await open(path, 'w')];
  let sum = 0;
  for (let count = 0; count < megabytes; count++) {
    const bytes = randomBytes(MB);
    hash.update(bytes);
    sum = crc32(bytes, sum);
    await handle.write(bytes);
  }
  await handle.sync();
  await handle.close();
  return [hash.digest('hex'), Buffer.from(sum.toString(16).padStart(8, '0'), 'hex').toString('base64')];
};

const hashBytes = async (bytes: AsyncIterable<Buffer>): Promise<string> => {
  const hash = createHash('sha256');
  for await (const piece of bytes) hash.update(piece);
  return hash.digest('hex');
};

async function* encodeChunks(bytes: AsyncIterable<Buffer>, end: string): AsyncGenerator<Buffer> {
  for await (const piece of bytes) {
    yield Buffer.from(`${piece.length.toString(16)}\r\n`);
    yield piece;
    yield Buffer.from('\r\n');
  }
  yield Buffer.from(end);
}

const [first = '1024', ...others] = process.argv.slice(2);
if (first === '--serve') await serve(...(others as [string, string]));
else await measure(Number(first));
