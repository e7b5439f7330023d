import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deriveSigningKey } from '../http-api/signature-v4.ts';
import { type Chunking, decodeChunks, parseChunking } from './aws-chunked.ts';
import { S3Error } from './s3-error.ts';

const scope = '20130524/us-east-1/s3/aws4_request';
/** From the example credentials in AWS's documentation. */
const key = deriveSigningKey('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', scope);
const signingFrom = (seed: string) => ({ key, date: '20130524T000000Z', scope, signature: Buffer.from(seed, 'hex') });

/** The example from "Transferring payload in multiple chunks" in S3's API Reference: 66,560 times `a`. */
const example = {
  chunking: {
    signing: signingFrom('4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9'),
    trailing: false,
  },
  body: [
    `10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n${'a'.repeat(65_536)}\r\n`,
    `400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n${'a'.repeat(1024)}\r\n`,
    '0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n',
  ].join(''),
};

/** The example from "Including trailing headers". */
const trailed = {
  chunking: {
    signing: signingFrom('106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e'),
    trailing: true,
  },
  body: [
    `10000;chunk-signature=b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2\r\n${'a'.repeat(65_536)}\r\n`,
    `400;chunk-signature=1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7\r\n${'a'.repeat(1024)}\r\n`,
    '0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n',
    'x-amz-checksum-crc32c:sOO8/Q==\r\n',
    'x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n',
  ].join(''),
};

const unsigned = { chunking: { trailing: true }, body: '5\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-a: b\r\n\r\n' };

interface Decoded {
  readonly text: string;
  readonly trailers: readonly string[];
}

const decode = async (body: string, chunking: Chunking, size = 4096): Promise<Decoded | string> => {
  const source = async function* () {
    const bytes = Buffer.from(body, 'latin1');
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  };
  const trailers: string[] = [];
  let text = '';
  try {
    for await (const piece of decodeChunks(source(), chunking, (name, value) => trailers.push(`${name}=${value}`)))
      text += piece.toString('latin1');
  } catch (error) {
    return error instanceof S3Error ? error.code : String(error);
  }
  return { text, trailers };
};

describe('a body in chunks', () => {
  test('decodes as in AWS’s signed examples', async () => {
    expect(await decode(example.body, example.chunking)).toEqual({ text: 'a'.repeat(66_560), trailers: [] });
    expect(await decode(trailed.body, trailed.chunking)).toEqual({
      text: 'a'.repeat(66_560),
      trailers: ['x-amz-checksum-crc32c=sOO8/Q=='],
    });
  });

  test('decodes the same however it is split', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), async (size) => {
        const decoded = { text: 'hello world', trailers: ['x-amz-a=b'] };
        expect(await decode(unsigned.body, unsigned.chunking, size)).toEqual(decoded);
      }),
      { numRuns: 30 },
    );
    expect(await decode(trailed.body, trailed.chunking, 7)).toMatchObject({ text: 'a'.repeat(66_560) });
  });

  test('is refused with one character changed, deleted or inserted, unless it decodes the same', async () => {
    const positions = fc.oneof(
      fc.integer({ min: 0, max: trailed.body.length - 1 }),
      fc.integer({ min: 0, max: 120 }),
      fc.integer({ min: trailed.body.length - 400, max: trailed.body.length - 1 }),
    );
    const said = await decode(trailed.body, trailed.chunking);
    await fc.assert(
      fc.asyncProperty(positions, fc.constantFrom('', 'x', '0', '\n'), fc.boolean(), async (at, put, instead) => {
        const body = trailed.body.slice(0, at) + put + trailed.body.slice(at + (instead ? 1 : 0));
        const decoded = await decode(body, trailed.chunking);
        // A size may start with a zero, and a line may end with or without a carriage return: neither is signed.
        if (typeof decoded !== 'string') expect(decoded).toEqual(said);
      }),
      { numRuns: 300 },
    );
    for (const [from, to] of [
      ['aaaa\r\n400', 'aaab\r\n400'],
      ['sOO8', 'sOO9'],
      ['d81f', 'd81e'],
      ['1c13', '1c14'],
    ] as const)
      expect(await decode(trailed.body.replace(from, to), trailed.chunking)).toBe('SignatureDoesNotMatch');
  });

  test.each([
    ['without an end', '5\r\nhello\r\n'],
    ['with half a chunk', '5\r\nhel'],
    ['with half a line ending', '5\r\nhello\n'],
    ['with a chunk longer than its size', '5\r\nhello!\r\n0\r\n\r\n'],
    ['with a malformed size', 'x\r\nhello\r\n0\r\n\r\n'],
    ['with a size of thirteen digits', '0000000000005\r\nhello\r\n0\r\n\r\n'],
    ['with a negative size', '-5\r\nhello\r\n0\r\n\r\n'],
    ['with an unexpected signature', `5;chunk-signature=${'0'.repeat(64)}\r\nhello\r\n0\r\n\r\n`],
    ['that is empty', ''],
    ['without the last line', '5\r\nhello\r\n0\r\n'],
    ['with trailers that do not end', `0\r\n${'a: b\r\n'.repeat(2000)}\r\n`],
    ['with a line that never ends', '5'.repeat(1000)],
  ])('is refused %s', async (_, body) => {
    expect(await decode(body, { trailing: true })).toBe('IncompleteBody');
  });

  test('is refused with chunks reordered, repeated or left out', async () => {
    const [first = '', second = '', last = ''] = example.body.split(/(?<=a\r\n)/);
    for (const body of [second + first + last, first + last, first + first + second + last, last])
      expect(await decode(body, example.chunking)).toBe('SignatureDoesNotMatch');
  });

  test('is refused with trailers that were not announced', async () => {
    expect(await decode('0\r\na: b\r\n\r\n', { trailing: false })).toBe('IncompleteBody');
  });

  test('is recognised by the payload hash', () => {
    const { signing } = trailed.chunking;
    expect(parseChunking('UNSIGNED-PAYLOAD', signing)).toBeUndefined();
    expect(parseChunking('STREAMING-UNSIGNED-PAYLOAD-TRAILER', signing)).toEqual({ trailing: true });
    expect(parseChunking('STREAMING-AWS4-HMAC-SHA256-PAYLOAD', signing)).toEqual({ signing, trailing: false });
  });
});
