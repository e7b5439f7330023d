import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { CreateMultipartUploadCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import type { Sent } from '../http-api/test-request.ts';
import { createClient } from './test-client.ts';
import { ask, describeOutcome, sign } from './test-requests.ts';
import { ann, bucket as Bucket, issueCredentials, startTestS3, type TestS3 } from './test-s3.ts';

const path = `/private/${encodeURIComponent(ann)}/x`;
const ours = issueCredentials(ann);
const unsigned = { method: 'PUT', path, payloadHash: 'UNSIGNED-PAYLOAD' };

/** Sends the head of a request; the test sends as much of the body as it likes. */
const begin = ({ port }: TestS3, { method, path: target, headers }: Sent): Socket => {
  const socket = connect(port, '127.0.0.1');
  const lines = headers.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${headers[index + 1]}`] : []));
  socket.write(`${[`${method} ${target} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`);
  return socket;
};

/** Reads the response to a refused request, which arrives before the connection ends. */
const readAnswer = async (socket: Socket): Promise<string> => {
  let text = '';
  for await (const bytes of socket) {
    text += bytes;
    if (text.endsWith('</Error>')) break;
  }
  return text;
};

const leftIn = async (api: TestS3): Promise<number> =>
  (await Promise.all(['data', 'temporary', 'objects'].map((name) => readdir(join(api.folder, name))))).flat().length;

describe('a client that', () => {
  test('disconnects in the middle of an upload leaves nothing', async () => {
    await using api = await startTestS3();
    const socket = begin(api, sign(ours, { ...unsigned, headers: { 'content-length': '1000000' } }));
    socket.write(Buffer.alloc(300_000));
    await expect.poll(() => leftIn(api)).toBe(1);
    socket.destroy();
    await expect.poll(() => leftIn(api)).toBe(0);
    expect(describeOutcome(await ask(api, ours, { path }))).toBe('404 NoSuchKey');
    // There was no one to send a refusal to.
    expect(api.refusals.map(({ code }) => code)).toEqual(['NoSuchKey']);
  });

  test.each([
    ['disconnects in the middle of a download', 60_000, (socket: Socket) => socket.destroy()],
    ['stops reading its download', 300, () => undefined],
  ])('%s does not hold on to a replaced file', async (_, patience, stop) => {
    await using api = await startTestS3({ patience });
    const client = createClient(api, ann);
    const object = { Bucket, Key: `private/${ann}/x` };
    await client.send(new PutObjectCommand({ ...object, Body: Buffer.alloc(10_000_000) }));
    const socket = begin(api, sign(ours, { path }));
    await once(socket, 'data');
    socket.pause();
    // A read in progress gets the old object to its end; a new read gets the new one.
    await client.send(new PutObjectCommand({ ...object, Body: 'new' }));
    expect(await (await client.send(new GetObjectCommand(object))).Body?.transformToString()).toBe('new');
    stop(socket);
    await expect.poll(async () => (await readdir(join(api.folder, 'data'))).length).toBe(1);
    socket.destroy();
  });

  test('stops sending is cut off', async () => {
    await using api = await startTestS3({ patience: 200 });
    const socket = begin(api, sign(ours, { ...unsigned, headers: { 'content-length': '1000' } }));
    socket.write('half');
    expect(await readAnswer(socket)).toMatch(/^HTTP\/1.1 400 .*<Code>RequestTimeout<\/Code>/s);
    expect(await leftIn(api)).toBe(0);
  });

  test('announces too large a body is refused before it sends it', async () => {
    await using api = await startTestS3({ maxBytes: 10 });
    const socket = begin(api, sign(ours, { ...unsigned, headers: { 'content-length': '11' } }));
    expect(await readAnswer(socket)).toMatch(/^HTTP\/1.1 400 .*connection: close.*<Code>EntityTooLarge<\/Code>/is);
    const chunked = { ...unsigned, payloadHash: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' };
    const decoded = begin(
      api,
      sign(ours, { ...chunked, headers: { 'content-length': '60', 'x-amz-decoded-content-length': '11' } }),
    );
    expect(await readAnswer(decoded)).toContain('<Code>EntityTooLarge</Code>');
    expect(describeOutcome(await ask(api, ours, { ...unsigned, body: '0123456789' }))).toBe('200');
  });

  test('does not state the length is refused', async () => {
    await using api = await startTestS3();
    const socket = begin(api, sign(ours, { ...unsigned, headers: { 'transfer-encoding': 'chunked' } }));
    socket.write('5\r\nhello\r\n0\r\n\r\n');
    // The header belongs to the connection, so it cannot be signed.
    expect(await readAnswer(socket)).toContain('<Code>SignatureDoesNotMatch</Code>');
    const other = sign(ours, unsigned);
    const second = begin(api, { ...other, headers: [...other.headers, 'transfer-encoding', 'chunked'] });
    second.write('5\r\nhello\r\n0\r\n\r\n');
    await expect.poll(async () => api.refusals.at(-1)?.code).toBe('MissingContentLength');
    second.destroy();
  });

  test('sends other chunks than it announced leaves nothing', async () => {
    await using api = await startTestS3();
    const chunked = { ...unsigned, payloadHash: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' };
    const put = async (length: string, body: string) =>
      describeOutcome(
        await ask(api, ours, {
          ...{ ...chunked, body },
          headers: { 'x-amz-decoded-content-length': length, 'x-amz-trailer': 'x-amz-checksum-crc32' },
        }),
      );
    const trailer = 'x-amz-checksum-crc32:NhCmhg==\r\n\r\n';
    expect(await put('6', `5\r\nhello\r\n0\r\n${trailer}`)).toBe('400 IncompleteBody');
    expect(await put('4', `5\r\nhello\r\n0\r\n${trailer}`)).toBe('400 IncompleteBody');
    expect(await put('5', `5\r\nhullo\r\n0\r\n${trailer}`)).toBe('400 BadDigest');
    expect(await put('5', '5\r\nhello\r\n0\r\n\r\n')).toBe('400 InvalidRequest');
    expect(await put('5', '5\r\nhello\r\n')).toBe('400 IncompleteBody');
    expect(await leftIn(api)).toBe(0);
    expect(await put('5', `5\r\nhello\r\n0\r\n${trailer}`)).toBe('200');
  });

  test('sends malformed XML, or too much of it, is refused', async () => {
    await using api = await startTestS3();
    const client = createClient(api, ann);
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: `private/${ann}/x` }));
    const complete = async (body: string) =>
      describeOutcome(
        await ask(api, ours, {
          ...{ method: 'POST', path: `${path}?uploadId=${UploadId}`, body },
          ...(body === '' && { headers: { 'content-length': '0' } }),
        }),
      );
    const part = '<Part><PartNumber>1</PartNumber><ETag>x</ETag></Part>';
    for (const body of [
      ...['', ' ', '<a/>', '<CompleteMultipartUpload/>', `<CompleteMultipartUpload>${part}`, `${part}${part}`],
      `<!DOCTYPE a [<!ENTITY b "c">]><CompleteMultipartUpload>${part}</CompleteMultipartUpload>`,
      `<CompleteMultipartUpload>${part.replace('x', '&b;')}</CompleteMultipartUpload>`,
      `<CompleteMultipartUpload>${part.replace('x', '&#xd800;')}</CompleteMultipartUpload>`,
      `<CompleteMultipartUpload>${part.replace('x', '<![CDATA[x]]>')}</CompleteMultipartUpload>`,
      `<CompleteMultipartUpload>${part.replace('1', '1<!-- -->')}</CompleteMultipartUpload>`,
      `<CompleteMultipartUpload>${'<Part>'.repeat(10_000)}`,
      `<CompleteMultipartUpload>${part.repeat(10_001)}</CompleteMultipartUpload>`,
    ])
      expect(await complete(body)).toBe('400 MalformedXML');
    expect(await complete(`<CompleteMultipartUpload>${part}</CompleteMultipartUpload>`)).toBe('400 InvalidPart');
    const bytes = Buffer.from('<CompleteMultipartUpload>\xff', 'latin1');
    const notUtf8 = await ask(api, ours, { method: 'POST', path: `${path}?uploadId=${UploadId}`, body: bytes });
    expect(describeOutcome(notUtf8)).toBe('400 MalformedXML');
  });
});
