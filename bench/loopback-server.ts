/**
 * AWS, a loopback away: answers over TLS with the recordings for the key that a request is signed with. It runs in a
 * process of its own, so that no figure includes its work. Its parent tells it what to serve, and it reports its port.
 */
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type CannedAnswers, createCannedReply, readAccessKeyId } from './canned.ts';
import type { Identity } from './certificate.ts';

export interface Served extends Identity {
  /** The answers, by access key. */
  readonly answers: Readonly<Record<string, CannedAnswers>>;
}

const { key, certificate, answers }: Served = JSON.parse(await text(process.stdin));

const server = createServer({ key, cert: certificate }, async (request, response) => {
  await text(request);
  const signer = readAccessKeyId(request.headers.authorization);
  const { type, body } = createCannedReply(answers[signer] ?? {}, request.headers['x-amz-target']?.toString(), signer);
  response
    .writeHead(200, {
      'content-type': type,
      'content-length': Buffer.byteLength(body),
      'x-amzn-requestid': '00000000-0000-0000-0000-000000000000',
    })
    .end(body);
});
// A function that waited for its turn must find its connection still open.
server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
