import { createHmac } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { findHeader, type Sent, send, withHeader } from '../http-api/test-request.ts';
import { hashSha256, host, outcomeOf, presign, type RequestOptions, sign as signFor } from '../s3/test-requests.ts';
import { ann as annId, bob as bobId, bucket, credentials, issueCredentials, startTestS3 } from '../s3/test-s3.ts';
import { createS3Service } from './service.ts';
import { explainSignature } from './signature.ts';

const [ann, bob] = [issueCredentials(annId), issueCredentials(bobId)];
const api = await startTestS3();
afterAll(() => api[Symbol.asyncDispose]());
beforeEach(() => {
  api.refusals.length = 0;
});

const byPath = `127.0.0.1:${api.port}`;
const folder = `/private/${encodeURIComponent(annId)}`;
const sign = (asking: Partial<RequestOptions> = {}) => signFor(ann, { path: `${folder}/a`, ...asking });
const sentAs = (sent: Sent, path: string): Sent => ({ ...sent, path });

const explanations = () =>
  api.refusals.map(({ cause, request }) => {
    if (cause === undefined || request === undefined) throw new Error('It was no signature.');
    const raw = { ...request, body: Buffer.alloc(0) };
    const keys = [{ accessKeyId: bob.accessKeyId, secret: bob.secretAccessKey }];
    return explainSignature(cause, raw, { service: createS3Service(bucket), credentials, hosts: [host, byPath], keys });
  });
const sendForExplanation = async (sent: Sent, outcome = '403 SignatureDoesNotMatch') => {
  expect(outcomeOf(await send(api, sent))).toBe(outcome);
  const [explanation] = explanations();
  if (explanation === undefined) throw new Error('Nothing was explained.');
  return explanation;
};

describe('the cause of a signature that S3 does not take is certain where', () => {
  test.each<[name: string, part: string, cause: RegExp, sent: () => Sent]>([
    [
      'the path was encoded twice, as for other services',
      'path',
      /path was encoded twice, where S3 encodes it once/,
      () => sentAs(sign({ path: `${folder}/a%2520b`.replace('%3A', '%253A') }), `${folder}/a%20b`),
    ],
    [
      'the path was not encoded',
      'path',
      /path was signed without being encoded/,
      () => sentAs(sign({ path: `/private/${annId}/a b` }), `${folder}/a%20b`),
    ],
    [
      'spaces were signed as +',
      'path',
      /spaces in the path were signed as \+/,
      () => sentAs(sign({ path: `${folder}/a+b` }), `${folder}/a%20b`),
    ],
    [
      'a + was signed as a plus',
      'path',
      /a \+ in the path was signed as a plus, where S3 reads a space/,
      () => sentAs(sign({ path: `${folder}/a%2Bb` }), `${folder}/a+b`),
    ],
    [
      'five characters were left out',
      'path',
      /encoded by encodeURIComponent/,
      () => sentAs(sign({ path: `${folder}/a(1)*.png` }), `${folder}/a%281%29%2A.png`),
    ],
    [
      'escapes were small',
      'path',
      /escapes in the path were signed in small letters/,
      () => sentAs(sign({ path: `${folder}/%c3%a9`.replace('%3A', '%3a') }), `${folder}/%C3%A9`),
    ],
    [
      'slashes were encoded',
      'path',
      /slashes in the key were encoded/,
      () => sentAs(sign({ path: `${folder.replace('/private/', '/private%2F')}%2Fa` }), `${folder}/a`),
    ],
    [
      'the path was normalised',
      'path',
      /path was normalised when it was signed, which S3 never does/,
      () => sentAs(sign({ path: `${folder}/b` }), `${folder}/a/../b`),
    ],
    [
      'two slashes were made one',
      'path',
      /path was normalised when it was signed, which S3 never does/,
      () => sentAs(sign({ path: `${folder}/a/b` }), `${folder}/a//b`),
    ],
    [
      'the bucket was in the path',
      'path',
      /path began with the bucket when it was signed/,
      () => sentAs(sign({ path: `/${bucket}${folder}/a` }), `${folder}/a`),
    ],
    [
      'the bucket was not in the path',
      'path',
      /path was signed without the bucket/,
      () => sentAs(sign({ host: byPath }), `/${bucket}${folder}/a`),
    ],
    [
      'the bucket was in the host',
      'path',
      /path was signed without the bucket; and host was owned-notes-uploads\.s3\.us-east-1\.amazonaws\.com when/,
      () => withHeader(sentAs(sign(), `/${bucket}${folder}/a`), 'host', byPath),
    ],
    ['another method was signed', 'method', /method was PUT/, () => ({ ...sign({ method: 'PUT' }), method: 'GET' })],
    [
      'a parameter was added',
      'query',
      /query was left out/,
      () => sentAs(sign(), `${folder}/a?response-content-type=text%2Fhtml`),
    ],
    [
      'a proxy sent its own name on',
      'host',
      /host was owned-notes-uploads\.s3\.us-east-1\.amazonaws\.com when it was signed/,
      () => withHeader(sign(), 'host', `${bucket}.s3.amazonaws.com`),
    ],
    [
      'the payload was said to be unsigned, and is not',
      'body',
      /payload was signed as UNSIGNED-PAYLOAD, which the request does not say/,
      () => signedOver({ method: 'PUT', body: 'hello' }, 'UNSIGNED-PAYLOAD'),
    ],
    [
      'the payload was none when it was signed',
      'body',
      /signed as one without a payload/,
      () => signedOver({ method: 'PUT', body: 'hello' }, hashSha256('')),
    ],
    [
      'the secret is another key’s',
      'key',
      /secret key is that of ASIA\w+, not that of/,
      () => signFor({ ...ann, secretAccessKey: bob.secretAccessKey }, { path: `${folder}/a` }),
    ],
    [
      'a presigned address is for another method',
      'method',
      /method was GET when/,
      () => ({ ...presign(ann, { path: `${folder}/a` }), method: 'DELETE' }),
    ],
  ])('%s', async (_, part, cause, sent) => {
    const explanation = await sendForExplanation(sent());
    expect(explanation.cause).toMatch(cause);
    expect(explanation).toMatchObject({
      kind: `Signature.SignatureMismatch.${part}`,
      cause: expect.stringMatching(/^This is certain: /),
      sections: expect.arrayContaining([{ title: 'Canonical request, as S3 reads it', lines: expect.any(Array) }]),
    });
    expect(explanation.advice).not.toBe('');
  });
});

/** Signs a request whose canonical request ends with another hash than its header states. */
const signedOver = (asking: Partial<RequestOptions>, hash: string): Sent => {
  const sent = sign({
    ...asking,
    payloadHash: hash,
    headers: { 'x-amz-content-sha256': hashSha256(asking.body ?? '') },
  });
  return sent;
};

describe('what else is wrong with a signature for S3 is named:', () => {
  const at = Date.now();
  test.each<[name: string, outcome: string, kind: string, cause: RegExp, sent: () => Sent]>([
    [
      'there is none',
      '403 AccessDenied',
      'AuthorizationMissing',
      /not signed/,
      () => ({ ...sign(), headers: ['host', host] }),
    ],
    [
      'a token in its place',
      '400 AuthorizationHeaderMalformed',
      'AuthorizationMalformed',
      /not of the form/,
      () => withHeader(sign(), 'authorization', 'Bearer x'),
    ],
    [
      'the region',
      '400 AuthorizationHeaderMalformed',
      'ScopeMismatch',
      /another region: eu-west-1 where S3 is us-east-1/,
      () => sign({ scope: { region: 'eu-west-1' } }),
    ],
    [
      'the service',
      '400 AuthorizationHeaderMalformed',
      'ScopeMismatch',
      /another service: execute-api where S3 is s3/,
      () => sign({ scope: { service: 'execute-api' } }),
    ],
    [
      'the clock',
      '403 RequestTimeTooSkewed',
      'ClocksApart',
      /clock is \d+ s behind/,
      () => sign({ at: at - 1_200_000 }),
    ],
    [
      'a presigned address that ended',
      '403 AccessDenied',
      'ClocksApart',
      /signature in the query was good for 900 s from/,
      () => presign(ann, { path: `${folder}/a`, at: at - 1_000_000 }),
    ],
    [
      'a payload that is another',
      '400 XAmzContentSHA256Mismatch',
      'PayloadHashMismatch',
      new RegExp(`x-amz-content-sha256 is ${hashSha256('a')}, and the body that arrived has ${hashSha256('b')}`),
      () => ({ ...sign({ method: 'PUT', body: 'a' }), body: 'b' }),
    ],
    [
      'a payload that nothing is said of',
      '400 InvalidRequest',
      'PayloadHashMissing',
      /x-amz-content-sha256 is missing/,
      () => withoutHeader(sign(), 'x-amz-content-sha256'),
    ],
    [
      'a payload that nonsense is said of',
      '400 InvalidArgument',
      'PayloadHashMalformed',
      /neither a SHA-256 in small hex letters/,
      () => sign({ payloadHash: 'nonsense', headers: { 'x-amz-content-sha256': 'nonsense' } }),
    ],
    [
      'a header that is not signed',
      '403 AccessDenied',
      'HeaderNotSigned',
      /header x-amz-acl is there but not signed/,
      () => sign({ unsigned: { 'x-amz-acl': 'private' } }),
    ],
    [
      'a signed header that is missing',
      '403 SignatureDoesNotMatch',
      'SignedHeaderMissing',
      /header x-amz-meta-a was signed, but did not arrive/,
      () => withoutHeader(sign({ headers: { 'x-amz-meta-a': 'b' } }), 'x-amz-meta-a'),
    ],
    [
      'another’s token',
      '400 InvalidToken',
      'SessionTokenOfAnotherKey',
      /session token belongs to the access key/,
      () => signFor({ ...ann, sessionToken: bob.sessionToken }, { path: `${folder}/a` }),
    ],
    [
      'credentials that expired',
      '400 ExpiredToken',
      'CredentialsExpired',
      /credentials expired at/,
      () => signFor(issueCredentials(annId, at - 1000), { path: `${folder}/a` }),
    ],
    [
      'the signature of a chunk',
      '403 SignatureDoesNotMatch',
      'ChunkMismatch',
      /signature of one of the chunks of the payload does not match/,
      () => {
        const chunk = `5;chunk-signature=${createHmac('sha256', 'x').digest('hex')}\r\nhello\r\n0;chunk-signature=${'0'.repeat(64)}\r\n\r\n`;
        const payloadHash = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
        return sign({ method: 'PUT', body: chunk, payloadHash, headers: { 'x-amz-decoded-content-length': '5' } });
      },
    ],
  ])('%s', async (_, outcome, kind, cause, sent) => {
    const explanation = await sendForExplanation(sent(), outcome);
    expect(explanation).toMatchObject({ kind: `Signature.${kind}`, cause: expect.stringMatching(cause) });
  });
});

const withoutHeader = (sent: Sent, name: string): Sent => {
  const at = sent.headers.indexOf(name);
  return { ...sent, headers: sent.headers.filter((_, index) => index !== at && index !== at + 1) };
};

test('what nobody can know is said to be so, and what S3 makes of it', async () => {
  const explanation = await sendForExplanation(signFor({ ...ann, secretAccessKey: 'x' }, { path: `${folder}/a%20b` }));
  expect(explanation.cause).toMatch(/over something else, or made with another secret key: none of \d+ usual/);
  const [canonical] = explanation.sections;
  expect(canonical?.lines.slice(0, 3)).toEqual(['GET', `${folder}/a%20b`, '']);
  expect(canonical?.lines.at(-1)).toBe(hashSha256(''));
});

test('nothing in an explanation of S3 is a secret, a token, a signature or content', async () => {
  const content = 'the content of the file';
  const address = presign(ann, { path: `${folder}/a`, at: Date.now() - 1_000_000 });
  const all = [
    sentAs(sign({ method: 'PUT', body: content }), `${folder}/b`),
    { ...sign({ method: 'PUT', body: content }), body: `${content} ` },
    signFor({ ...ann, secretAccessKey: bob.secretAccessKey }, { path: `${folder}/a` }),
    signFor({ ...ann, sessionToken: bob.sessionToken }, { path: `${folder}/a` }),
    address,
    { ...presign(ann, { path: `${folder}/a` }), method: 'PUT', body: content },
  ];
  for (const sent of all) await send(api, sent);
  const text = JSON.stringify(explanations());
  const signatures = all.map(
    (sent) => (/Signature=([0-9a-f]{64})/.exec(`${sent.path} ${sent.headers}`) ?? [])[1] ?? 'none',
  );
  for (const secret of [ann, bob].flatMap(({ secretAccessKey, sessionToken }) => [secretAccessKey, sessionToken]))
    for (const each of [secret, encodeURIComponent(secret)]) expect(text).not.toContain(each);
  for (const each of [...signatures, content]) expect(text).not.toContain(each);
  expect(text).toContain(hashSha256(content));
});

test('what goes over the wire says none of it', async () => {
  const got = await send(api, sentAs(sign({ path: `${folder}/a+b` }), `${folder}/a%20b`));
  expect(got.body).not.toMatch(/certain|canonical|plus|space/i);
  expect(findHeader(sign(), 'authorization')).toMatch(/^AWS4/);
});
