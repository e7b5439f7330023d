import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createCredentials } from '../credentials.ts';
import { type Got, send } from '../http-api/test-request.ts';
import { hashSha256, presign, type RequestOptions, sign } from './test-requests.ts';

const sealingKey = randomBytes(32);
const by = createCredentials<string>(sealingKey).issue('somebody', Date.now() + 3_600_000);

const start = async (folder: string) => {
  const program = fileURLToPath(new URL('./test-process.ts', import.meta.url));
  const child = spawn(process.execPath, [program, folder, sealingKey.toString('hex')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = await once(child.stdout, 'data');
  const api = { port: Number(String(port)) };
  return {
    ask: (asking: RequestOptions): Promise<Got> => send(api, sign(by, asking)),
    /** Reads the body as bytes, which decoding as text would garble. */
    read: async (path: string) => {
      const presigned = presign(by, { path: `/owned-notes-uploads${path}`, host: `127.0.0.1:${api.port}` });
      const response = await fetch(`http://127.0.0.1:${api.port}${presigned.path}`);
      return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
    },
    kill: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
};

const findText = (body: string, name: string): string => new RegExp(`<${name}>(.*?)</${name}>`).exec(body)?.[1] ?? '';

test('a process killed in a burst of uploads loses none that it acknowledged, and shows no partial one', async () => {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'files-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  /** What was sent to each key, in order, and how many of these writes were acknowledged. */
  const sent = new Map<string, { readonly hashes: string[]; acknowledged: number }>();
  const parts = new Map<number, string>();
  let upload = '';
  let acknowledgements = 0;

  for (let round = 0; round < 2; round++) {
    await using running = await start(folder);
    if (upload === '')
      upload = findText((await running.ask({ method: 'POST', path: '/in-parts?uploads' })).body, 'UploadId');
    const before = acknowledgements;
    let stopped = false;
    const writer = async (name: number) => {
      for (let count = 0; !stopped; count++) {
        const key = `${name}/${count % 5}`;
        const known = sent.get(key) ?? { hashes: [], acknowledged: 0 };
        sent.set(key, known);
        const body = randomBytes(1 + Math.floor(Math.random() * 200_000));
        known.hashes.push(hashSha256(body));
        if ((await running.ask({ method: 'PUT', path: `/${key}`, body })).status !== 200) throw new Error('Refused.');
        known.acknowledged = known.hashes.length;
        acknowledgements++;
      }
    };
    const partWriter = async () => {
      for (let number = parts.size + 1; !stopped; number++) {
        const path = `/in-parts?partNumber=${number}&uploadId=${upload}`;
        const { headers } = await running.ask({ method: 'PUT', path, body: randomBytes(50_000) });
        parts.set(number, String(headers.etag));
      }
    };
    // The outcome of the request that is cut off is unknown.
    const burst = [0, 1, 2, 3].map((name) => writer(name).catch(() => {}));
    burst.push(partWriter().catch(() => {}));
    await expect.poll(() => acknowledgements - before, { interval: 5 }).toBeGreaterThan(15);
    await running.kill();
    stopped = true;
    await Promise.all(burst);
  }

  await using running = await start(folder);
  for (const [key, { hashes, acknowledged }] of sent) {
    const { status, bytes } = await running.read(`/${key}`);
    expect([key, status]).toEqual([key, acknowledged === 0 && status === 404 ? 404 : 200]);
    if (status === 404) continue;
    // The last acknowledged write, or one that was sent after it.
    expect(hashes.slice(Math.max(acknowledged - 1, 0))).toContain(hashSha256(bytes));
  }
  const listed = (await running.ask({ path: `/in-parts?uploadId=${upload}` })).body;
  for (const etag of parts.values()) expect(listed).toContain(etag.replaceAll('"', '&quot;'));
  expect(await readdir(join(folder, 'temporary'))).toEqual([]);
  // Nothing is left behind: there is one file for each object and each part, and no other.
  const shown = [...listed.matchAll(/<Part>/g)].length;
  const objects = (await readdir(join(folder, 'objects'))).length;
  expect((await readdir(join(folder, 'data'))).length).toBe(objects + shown);
});
