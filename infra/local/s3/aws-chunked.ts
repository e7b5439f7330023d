import { createHash, timingSafeEqual } from 'node:crypto';
import { hashSha256 } from '../http-api/canonical-request.ts';
import { calculateHmac, type Signing } from '../http-api/signature-v4.ts';
import { createS3Error } from './s3-error.ts';

/** How an `aws-chunked` body is signed. */
export interface Chunking {
  /** Absent if chunks are not signed. */
  readonly signing?: Signing;
  /** Whether there are trailers. */
  readonly trailing: boolean;
}

/**
 * Parses the stated payload hash; returns `undefined` for a body that is not chunked [S3 API Reference, "Signature
 * calculations"].
 */
export const parseChunking = (payloadHash: string, signing: Signing): Chunking | undefined => {
  switch (payloadHash) {
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD':
      return { signing, trailing: false };
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER':
      return { signing, trailing: true };
    case 'STREAMING-UNSIGNED-PAYLOAD-TRAILER':
      return { trailing: true };
    default:
      return undefined;
  }
};

/** Bytes: a size in hex and a signature. */
const longestHeader = 256;
/** Bytes: a few checksums and a signature. */
const longestTrailers = 8192;

/**
 * Decodes an `aws-chunked` body as it arrives, and buffers no more than a chunk header or the trailers. A chunk's
 * signature can only be checked after its bytes were yielded, so nothing yielded counts until the end is reached
 * without an error.
 */
export async function* decodeChunks(
  source: AsyncIterable<Buffer>,
  { signing, trailing }: Chunking,
  onTrailer: (name: string, value: string) => void,
): AsyncGenerator<Buffer> {
  const chain = signing && createSignatureChain(signing);
  let state: 'header' | 'data' | 'line end' | 'trailers' = 'header';
  let rest: Buffer = Buffer.alloc(0);
  let left = 0;
  let signature = '';
  let digest = createHash('sha256');
  for await (const bytes of source) {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    while (rest.length > 0) {
      if (state === 'trailers') {
        if (rest.length > longestTrailers) throw createS3Error('IncompleteBody');
        break;
      }
      if (state === 'data') {
        const data = rest.subarray(0, left);
        if (chain !== undefined) digest.update(data);
        yield data;
        left -= data.length;
        rest = rest.subarray(data.length);
        if (left > 0) break;
        chain?.check('PAYLOAD', `${emptyHash}\n${digest.digest('hex')}`, signature);
        digest = createHash('sha256');
        state = 'line end';
      } else if (state === 'line end') {
        if (rest.length < 2) break;
        if (rest[0] !== 13 || rest[1] !== 10) throw createS3Error('IncompleteBody');
        rest = rest.subarray(2);
        state = 'header';
      } else {
        const end = rest.indexOf('\r\n');
        if (end > longestHeader || (end === -1 && rest.length > longestHeader)) throw createS3Error('IncompleteBody');
        if (end === -1) break;
        const form = chain === undefined ? unsignedHeader : signedHeader;
        const match = form.exec(rest.toString('latin1', 0, end));
        if (match === null) throw createS3Error('IncompleteBody');
        left = Number.parseInt(match[1] ?? '', 16);
        signature = match[2] ?? '';
        rest = rest.subarray(end + 2);
        state = left > 0 ? 'data' : 'trailers';
        if (left === 0) chain?.check('PAYLOAD', `${emptyHash}\n${emptyHash}`, signature);
      }
    }
  }
  if (state !== 'trailers') throw createS3Error('IncompleteBody');
  readTrailers(rest.toString('latin1'), trailing, chain, onTrailer);
}

const unsignedHeader = /^([0-9A-Fa-f]{1,12})$/;
const signedHeader = /^([0-9A-Fa-f]{1,12});chunk-signature=([0-9a-f]{64})$/;
const emptyHash = hashSha256('');
const trailerSignature = 'x-amz-trailer-signature';

/** Reads trailers. Lines end with LF or CRLF, and an empty line is last. */
const readTrailers = (
  text: string,
  trailing: boolean,
  chain: SignatureChain | undefined,
  onTrailer: (name: string, value: string) => void,
): void => {
  const trailers = text
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => /^([A-Za-z0-9-]+):(.*)$/.exec(line)?.slice(1) ?? [])
    .map(([name = '', value = '']) => [name.toLowerCase(), value.trim()] as const);
  if (!/\n\r?\n$|^\r?\n$/.test(text) || (!trailing && trailers.length > 0)) throw createS3Error('IncompleteBody');
  const signed = trailers.filter(([name]) => name !== trailerSignature);
  if (trailing && chain !== undefined) {
    const canonical = signed.map(([name, value]) => `${name}:${value}\n`).join('');
    chain.check('TRAILER', hashSha256(canonical), trailers.find(([name]) => name === trailerSignature)?.[1] ?? '');
  }
  for (const [name, value] of signed) onTrailer(name, value);
};

interface SignatureChain {
  check(kind: 'PAYLOAD' | 'TRAILER', hashes: string, signature: string): void;
}

/**
 * Each signature covers the one before it, so that chunks can be neither omitted nor reordered [S3 API Reference,
 * "Signature calculations for the Authorization header: Transferring payload in multiple chunks", "… Including trailing
 * headers"].
 */
const createSignatureChain = ({ key, date, scope, signature: seed }: Signing): SignatureChain => {
  let previous = seed;
  return {
    check: (kind, hashes, signature) => {
      const given = Buffer.from(signature, 'hex');
      const expected = calculateHmac(
        key,
        `AWS4-HMAC-SHA256-${kind}\n${date}\n${scope}\n${previous.toString('hex')}\n${hashes}`,
      );
      if (given.length !== expected.length || !timingSafeEqual(given, expected))
        throw createS3Error('SignatureDoesNotMatch');
      previous = expected;
    },
  };
};
