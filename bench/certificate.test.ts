import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';
import { expect, test } from 'vitest';
import { createLoopbackIdentity } from './certificate.ts';

test('a client that trusts the certificate connects to the server at 127.0.0.1, and any other does not', async () => {
  const { key, certificate } = createLoopbackIdentity();
  const server = createServer({ key, cert: certificate }).listen(0, '127.0.0.1');
  try {
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const trusting = connect({ host: '127.0.0.1', port, ca: certificate });
    await once(trusting, 'secureConnect');
    expect(trusting.authorized).toBe(true);
    trusting.destroy();
    const stranger = connect({ host: '127.0.0.1', port });
    await expect(once(stranger, 'secureConnect')).rejects.toThrow(/self-signed/);
  } finally {
    server.close();
  }
});

test('each certificate has a key of its own, is for 127.0.0.1 alone, and is valid for one day', () => {
  const made = new Date('2026-11-23T12:00:00Z');
  const [one, two] = [createLoopbackIdentity(made), createLoopbackIdentity(made)];
  expect(one.key).not.toBe(two.key);
  const certificate = new X509Certificate(one.certificate);
  expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(certificate.checkIP('127.0.0.2')).toBeUndefined();
  expect(new Date(certificate.validTo)).toEqual(new Date('2026-11-24T12:00:00Z'));
});
