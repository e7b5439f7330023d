import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { createRequestSigner } from './request-signer.ts';

vi.mock('node:crypto', { spy: true });

/** The hash that the other signer uses. */
class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytes(secret));
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytes(data));
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}
const bytes = (data: string | ArrayBuffer | ArrayBufferView): Buffer => {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data);
};

const word = fc.stringMatching(/^[\w+/=-]{1,40}$/);
const drawn = fc.record({
  body: fc.string({ unit: 'grapheme', maxLength: 40 }),
  target: fc.option(fc.stringMatching(/^ {0,2}\w{1,10}( {1,3}\w{1,5})? {0,2}$/)),
  host: fc.stringMatching(/^[a-z]{1,10}\.[a-z]{2,5}(:\d{2,5})?$/),
  credentials: fc.record(
    { accessKeyId: word, secretAccessKey: word, sessionToken: word },
    { requiredKeys: ['accessKeyId', 'secretAccessKey'] },
  ),
  date: fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
  region: fc.constantFrom('us-east-1', 'eu-central-2'),
  service: fc.constantFrom('dynamodb', 'sts'),
});

describe('a signed request', () => {
  test('has the same signature as from the SDK’s own signer', async () => {
    await fc.assert(
      fc.asyncProperty(drawn, async ({ body, target, host, credentials, date, region, service }) => {
        const headers = {
          ...{ host, 'content-type': 'application/x-amz-json-1.0' },
          ...(target !== null && { 'x-amz-target': target }),
        };
        const mine = createRequestSigner({ region, service, now: () => date.getTime() })(
          { headers, body },
          credentials,
        );
        const other = new SignatureV4({ credentials, region, service, sha256: Sha256, applyChecksum: false });
        const theirs = await other.sign(
          { ...{ method: 'POST', path: '/', protocol: 'https:', hostname: host, query: {}, body }, headers },
          { signingDate: date },
        );
        expect(mine).toStrictEqual(theirs.headers);
      }),
    );
  });

  test('to S3, with any method, path and query, is signed as by the SDK’s own signer', async () => {
    const request = fc.record({
      method: fc.constantFrom('GET' as const, 'PUT' as const, 'DELETE' as const),
      segments: fc.array(fc.stringMatching(/^[\w é+&'()*!~:☕-]{1,10}$/), { minLength: 1, maxLength: 4 }),
      query: fc.constantFrom({}, { tagging: '' }, { 'list-type': '2', prefix: 'private/é +&/' }),
      body: fc.string({ unit: 'grapheme', maxLength: 40 }),
    });
    const encoded = (text: string) =>
      encodeURIComponent(text).replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
    await fc.assert(
      fc.asyncProperty(
        drawn,
        request,
        async ({ host, credentials, date, region }, { method, segments, query, body }) => {
          const path = `/${segments.map(encoded).join('/')}`;
          const pairs = Object.entries(query).map(([name, value]) => `${name}=${encoded(value)}`);
          const headers = { host, ...(method === 'PUT' && { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' }) };
          const mine = createRequestSigner({ region, service: 's3', now: () => date.getTime() })(
            { ...{ method, path, headers, body }, ...(pairs.length > 0 && { query: pairs.join('&') }) },
            credentials,
          );
          const other = new SignatureV4({
            ...{ credentials, region, service: 's3', sha256: Sha256, applyChecksum: true, uriEscapePath: false },
          });
          const theirs = await other.sign(
            { ...{ method, path, protocol: 'https:', hostname: host, query, body }, headers },
            { signingDate: date },
          );
          expect(mine).toStrictEqual(theirs.headers);
        },
      ),
    );
  });

  test('does not change the headers that it was given', () => {
    const headers = Object.freeze({ host: 'h' });
    createRequestSigner({ region: 'r', service: 's' })(
      { headers, body: '' },
      { accessKeyId: 'a', secretAccessKey: 's' },
    );
    expect(headers).toEqual({ host: 'h' });
  });

  test('is dated now by default', () => {
    const sign = createRequestSigner({ region: 'r', service: 's' });
    const before = Date.now();
    const { 'x-amz-date': date = '' } = sign(
      { headers: { host: 'h' }, body: '' },
      { accessKeyId: 'a', secretAccessKey: 's' },
    );
    const time = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, '$1-$2-$3:$4:$5'));
    expect(time).toBeGreaterThan(before - 1000);
    expect(time).toBeLessThanOrEqual(Date.now());
  });

  test('is signed with the current credentials, whatever came before', () => {
    let now = Date.parse('2026-11-23T12:00:00Z');
    const sign = createRequestSigner({ region: 'r', service: 's', now: () => now });
    const signature = (secretAccessKey: string) =>
      sign({ headers: { host: 'h' }, body: '' }, { accessKeyId: 'a', secretAccessKey }).authorization;
    const first = signature('one');
    expect(first).toMatch(
      /^AWS4-HMAC-SHA256 Credential=a\/20261123\/r\/s\/aws4_request, SignedHeaders=host;x-amz-date, Signature=[0-9a-f]{64}$/,
    );
    expect(signature('two')).not.toBe(first);
    expect(signature('one')).toBe(first);
    now = Date.parse('2026-11-24T12:00:00Z');
    expect(signature('one')).toContain('Credential=a/20261124/');
  });

  test('takes five HMACs the first time, and one for each later request of the day', () => {
    let now = 0;
    const sign = createRequestSigner({ region: 'r', service: 's', now: () => now });
    const hmacsAt = (time: string) => {
      now = Date.parse(time);
      vi.mocked(createHmac).mockClear();
      sign({ headers: { host: 'h' }, body: '' }, { accessKeyId: 'a', secretAccessKey: 's' });
      return vi.mocked(createHmac).mock.calls.length;
    };
    expect(hmacsAt('2026-11-23T00:00:00Z')).toBe(5);
    expect(hmacsAt('2026-11-23T23:59:59Z')).toBe(1);
    expect(hmacsAt('2026-11-24T00:00:00Z')).toBe(5);
    expect(hmacsAt('2026-11-24T00:00:00Z')).toBe(1);
  });
});
