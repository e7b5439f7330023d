import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CannedAnswers } from './canned.ts';
import { createLoopbackIdentity } from './certificate.ts';
import type { Served } from './loopback-server.ts';

export interface Loopback extends AsyncDisposable {
  readonly endpoint: string;
  /** The file of its certificate, which clients must trust. */
  readonly authority: string;
}

/** Starts `loopback-server.ts`. `answers` are by access key. */
export const startLoopback = async (answers: Readonly<Record<string, CannedAnswers>>): Promise<Loopback> => {
  const identity = createLoopbackIdentity();
  const folder = await mkdtemp(join(tmpdir(), 'owned-notes-bench-'));
  const authority = join(folder, 'certificate.pem');
  await writeFile(authority, identity.certificate);
  const server = spawn(process.execPath, [join(import.meta.dirname, 'loopback-server.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exit = once(server, 'exit');
  server.stdin.end(JSON.stringify({ ...identity, answers } satisfies Served));
  const [port] = await Promise.race([once(server.stdout, 'data'), exit.then(() => [undefined])]);
  if (port === undefined) throw new Error('The loopback server did not start.');
  return {
    endpoint: `https://127.0.0.1:${String(port).trim()}`,
    authority,
    [Symbol.asyncDispose]: async () => {
      server.kill();
      await exit;
      await rm(folder, { recursive: true, force: true });
    },
  };
};
