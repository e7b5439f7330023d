import { createHmac } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { findHeader, type Sent, send, withHeader } from '../http-api/test-request.ts';
import {
  describeOutcome,
  hashSha256,
  host,
  presign,
  type RequestOptions,
  sign as signFor,
} from '../s3/test-requests.ts';
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
    if (cause === undefined || request === undefined) throw new Error('The refusal was not of a signature.');
    const raw = { ...request, body: Buffer.alloc(0) };
    const keys = [{ accessKeyId: bob.accessKeyId, secret: bob.secretAccessKey }];
    return explainSignature(cause, raw, { service: createS3Service(bucket), credentials, hosts: [host, byPath], keys });
  });
const sendForExplanation = async (sent: Sent, outcome = '403 SignatureDoesNotMatch') => {
  expect(describeOutcome(await send(api, sent))).toBe(outcome);
  const [explanation] = explanations();
  if (explanation === undefined) throw new Error('Nothing was explained.');
  return explanation;
};

describe('the cause of a signature that S3 refuses is certain if', () => {
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
      'a + was signed as a plus sign',
      'path',
      /a \+ in the path was signed as a plus, where S3 reads a space/,
      () => sentAs(sign({ path: `${folder}/a%2Bb` }), `${folder}/a+b`),
    ],
    [
      'five characters were left unencoded',
      'path',
      /encoded by encodeURIComponent/,
      () => sentAs(sign({ path: `${folder}/a(1)*.png` }), `${folder}/a%281%29%2A.png`),
    ],
    [
      'escapes were in lower case',
      'path',
      /escapes in the path were signed in lower case/,
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
      'two slashes were merged',
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
      'a proxy replaced the host by its own',
      'host',
      /host was owned-notes-uploads\.s3\.us-east-1\.amazonaws\.com when it was signed/,
      () => withHeader(sign(), 'host', `${bucket}.s3.amazonaws.com`),
    ],
    [
      'the payload was signed as UNSIGNED-PAYLOAD, and its hash was sent',
      'body',
      /payload was signed as UNSIGNED-PAYLOAD, but the request does not say so/,
      () => signedOver({ method: 'PUT', body: 'hello' }, 'UNSIGNED-PAYLOAD'),
    ],
    [
      'the payload was empty when it was signed',
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
      'a presigned URL is for another method',
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

/** Signs a canonical request that ends with another payload hash than the header states. */
const signedOver = (asking: Partial<RequestOptions>, hash: string): Sent => {
  const sent = sign({
    ...asking,
    payloadHash: hash,
    headers: { 'x-amz-content-sha256': hashSha256(asking.body ?? '') },
  });
  return sent;
};

describe('any other fault of a signature for S3 is named:', () => {
  const at = Date.now();
  test.each<[name: string, outcome: string, kind: string, cause: RegExp, sent: () => Sent]>([
    [
      'that it is missing',
      '403 AccessDenied',
      'AuthorizationMissing',
      /not signed/,
      () => ({ ...sign(), headers: ['host', host] }),
    ],
    [
      'a bearer token in its place',
      '400 AuthorizationHeaderMalformed',
      'AuthorizationMalformed',
      /not of the form/,
      () => withHeader(sign(), 'authorization', 'Bearer x'),
    ],
    [
      'the region',
      '400 AuthorizationHeaderMalformed',
      'ScopeMismatch',
      /the wrong region: eu-west-1; S3 expects us-east-1/,
      () => sign({ scope: { region: 'eu-west-1' } }),
    ],
    [
      'the service',
      '400 AuthorizationHeaderMalformed',
      'ScopeMismatch',
      /the wrong service: execute-api; S3 expects s3/,
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
      'an expired presigned URL',
      '403 AccessDenied',
      'ClocksApart',
      /signature in the query was valid for 900 s from/,
      () => presign(ann, { path: `${folder}/a`, at: at - 1_000_000 }),
    ],
    [
      'an altered payload',
      '400 XAmzContentSHA256Mismatch',
      'PayloadHashMismatch',
      new RegExp(`x-amz-content-sha256 is ${hashSha256('a')}, and the body that arrived has ${hashSha256('b')}`),
      () => ({ ...sign({ method: 'PUT', body: 'a' }), body: 'b' }),
    ],
    [
      'a missing payload hash',
      '400 InvalidRequest',
      'PayloadHashMissing',
      /x-amz-content-sha256 is missing/,
      () => withoutHeader(sign(), 'x-amz-content-sha256'),
    ],
    [
      'a malformed payload hash',
      '400 InvalidArgument',
      'PayloadHashMalformed',
      /neither a SHA-256 in lower-case hexadecimal/,
      () => sign({ payloadHash: 'nonsense', headers: { 'x-amz-content-sha256': 'nonsense' } }),
    ],
    [
      'a header that is not signed',
      '403 AccessDenied',
      'HeaderNotSigned',
      /header x-amz-acl is present but not signed/,
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
      'another user’s token',
      '400 InvalidToken',
      'SessionTokenOfAnotherKey',
      /session token belongs to the access key/,
      () => signFor({ ...ann, sessionToken: bob.sessionToken }, { path: `${folder}/a` }),
    ],
    [
      'expired credentials',
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

test('a cause that cannot be known is said to be unknown, with the canonical request as S3 reads it', async () => {
  const explanation = await sendForExplanation(signFor({ ...ann, secretAccessKey: 'x' }, { path: `${folder}/a%20b` }));
  expect(explanation.cause).toMatch(/over something else, or made with another secret key: none of \d+ usual/);
  const [canonical] = explanation.sections;
  expect(canonical?.lines.slice(0, 3)).toEqual(['GET', `${folder}/a%20b`, '']);
  expect(canonical?.lines.at(-1)).toBe(hashSha256(''));
});

test('no explanation for S3 contains a secret, a token, a signature or content', async () => {
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

test('nothing of an explanation is sent to the client', async () => {
  const got = await send(api, sentAs(sign({ path: `${folder}/a+b` }), `${folder}/a%20b`));
  expect(got.body).not.toMatch(/certain|canonical|plus|space/i);
  expect(findHeader(sign(), 'authorization')).toMatch(/^AWS4/);
});
