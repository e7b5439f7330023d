import { connect } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { createServer } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLoopbackIdentity } from '../../bench/certificate.ts';
import { bundleScript, chromium, runInChromium } from '../kit/chromium.ts';
import { type LocalStack, startTestStack } from '../kit/local-stack.ts';

let stack: LocalStack;
/** The server behind the address of S3 that clients know, `https://<bucket>.s3.<region>.amazonaws.com`. */
const asAws = createServer();
beforeAll(async () => {
  stack = await startTestStack();
  const { key, certificate } = createLoopbackIdentity();
  asAws.setSecureContext({ key, cert: certificate });
  const port = Number(new URL(stack.outputs.S3Endpoint ?? '').port);
  asAws.on('secureConnection', (socket) => {
    pipeline(socket, connect(port, '127.0.0.1'), socket, () => {});
  });
  await new Promise<void>((resolve) => asAws.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  asAws.close();
  await stack?.[Symbol.asyncDispose]();
});

test.skipIf(chromium === undefined)('aws-amplify keeps files from a page, and reaches nobody else’s', async () => {
  const { port } = Object(asAws.address());
  const flags = ['--ignore-certificate-errors', `--host-resolver-rules=MAP *.amazonaws.com 127.0.0.1:${port}`];
  const script = await bundleScript(join(import.meta.dirname, 'files-page.ts'));
  const twelve = 12 * 1024 * 1024;
  expect(await runInChromium(script, stack.outputs, flags)).toEqual({
    small: 'hello ☕',
    oddBytes: 1000,
    sum: 'with a sum',
    bigBytes: twelve,
    progressEndsAt: twelve,
    pausedBytes: twelve,
    cancelled: 'CanceledError',
    properties: { hasETag: true, size: 9, contentType: 'text/plain' },
    byUrl: [200, expect.stringContaining('attachment'), 'hello ☕'],
    overwritten: 'PreconditionFailed',
    part: 'hello',
    pages: [
      ['big-sum.bin', 'big.bin'],
      ['copy of (1).png', 'empty'],
    ],
    folders: false,
    excluded: ['folder/'],
    everything: [
      ...['big-sum.bin', 'big.bin', 'copy of (1).png', 'empty', 'folder/one.txt', 'folder/two.txt'],
      ...["it's (1) ün ☕+&.png", 'paused.bin', 'small.txt', 'sum.txt'],
    ],
    left: [
      ...['big-sum.bin', 'big.bin', 'copy of (1).png'],
      ...["it's (1) ün ☕+&.png", 'paused.bin', 'small.txt', 'sum.txt'],
    ],
    missing: 'NoSuchKey',
    foreign: {
      ...{ read: 'AccessDenied', written: 'AccessDenied', removed: 'AccessDenied' },
      ...{ listed: 'AccessDenied', copied: 'AccessDenied', properties: '403' },
    },
  });
});
