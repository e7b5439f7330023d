import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { requestSigner } from './request-signer.ts';

vi.mock('node:crypto', { spy: true });

/** What the other signer hashes with. */
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

const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const word = fc.stringMatching(/^[\w+/=-]{1,40}$/);
const drawn = fc.record({
  body: fc.oneof(text, text.map(Buffer.from), fc.constant(undefined)),
  target: fc.stringMatching(/^ {0,2}\w{1,10}( {1,3}\w{1,5})? {0,2}$/),
  host: fc.stringMatching(/^[a-z]{1,10}\.[a-z]{2,5}(:\d{2,5})?$/),
  credentials: fc.record(
    { accessKeyId: word, secretAccessKey: word, sessionToken: word },
    { requiredKeys: ['accessKeyId', 'secretAccessKey'] },
  ),
  date: fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
  region: fc.constantFrom('us-east-1', 'eu-central-2'),
});

describe('a signed request', () => {
  test('has the signature that the SDK’s own signer gives it', async () => {
    await fc.assert(
      fc.asyncProperty(drawn, async ({ body, target, host, credentials, date, region }) => {
        const request = () => ({
          ...{ method: 'POST', path: '/', protocol: 'https:', hostname: host, query: {}, body },
          headers: { host, 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target } as Record<
            string,
            string
          >,
        });
        const [service, signingDate] = ['dynamodb', date];
        const mine = await requestSigner({ credentials: () => credentials, region, service }).sign(request(), {
          signingDate,
        });
        const other = new SignatureV4({ credentials, region, service, sha256: Sha256, applyChecksum: false });
        const theirs = await other.sign(request(), { signingDate });
        expect(mine.headers).toStrictEqual(theirs.headers);
      }),
    );
  });

  test('is signed with the credentials of now, whatever it was signed with before', async () => {
    let secretAccessKey = 'one';
    const signer = requestSigner({
      credentials: () => ({ accessKeyId: 'a', secretAccessKey }),
      region: 'r',
      service: 's',
    });
    const signingDate = new Date('2026-11-23T12:00:00Z');
    const signature = async (date = signingDate) =>
      (
        await signer.sign(
          { method: 'POST', path: '/', headers: { host: 'h' } as Record<string, string> },
          { signingDate: date },
        )
      ).headers.authorization;
    const first = await signature();
    expect(first).toMatch(
      /^AWS4-HMAC-SHA256 Credential=a\/20261123\/r\/s\/aws4_request, SignedHeaders=host;x-amz-date, Signature=[0-9a-f]{64}$/,
    );
    secretAccessKey = 'two';
    const second = await signature();
    expect(second).not.toBe(first);
    secretAccessKey = 'one';
    expect(await signature()).toBe(first);
    expect(await signature(new Date('2026-11-24T12:00:00Z'))).toContain('Credential=a/20261124/');
  });

  test('takes five HMACs the first time, and one for each other request of the day', async () => {
    const credentials = () => ({ accessKeyId: 'a', secretAccessKey: 's' });
    const signer = requestSigner({ credentials, region: 'r', service: 's' });
    const hmacsAt = async (time: string) => {
      vi.mocked(createHmac).mockClear();
      await signer.sign({ method: 'POST', path: '/', headers: { host: 'h' } }, { signingDate: new Date(time) });
      return vi.mocked(createHmac).mock.calls.length;
    };
    expect(await hmacsAt('2026-11-23T00:00:00Z')).toBe(5);
    expect(await hmacsAt('2026-11-23T23:59:59Z')).toBe(1);
    expect(await hmacsAt('2026-11-24T00:00:00Z')).toBe(5);
    expect(await hmacsAt('2026-11-24T00:00:00Z')).toBe(1);
  });

  test.each([
    { method: 'GET', path: '/', headers: {} },
    { method: 'POST', path: '/notes', headers: {} },
    { method: 'POST', path: '/', headers: {}, body: new ReadableStream() },
    { method: 'POST', path: '/', headers: {}, query: { a: 'b' } },
  ])('is not made of what it cannot sign rightly', async (request) => {
    const signer = requestSigner({
      credentials: () => ({ accessKeyId: 'a', secretAccessKey: 's' }),
      region: 'r',
      service: 's',
    });
    await expect(signer.sign(request)).rejects.toThrow(/Only/);
  });
});
