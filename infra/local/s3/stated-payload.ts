import type { Signing } from '../http-api/signature-v4.ts';
import { type Chunking, parseChunking } from './aws-chunked.ts';
import type { S3Call } from './call.ts';
import { algorithms, type Checksum, type ChecksumAlgorithm, checksums, isAlgorithm, isChecksum } from './checksums.ts';
import { createS3Error, invalidArgument, notImplemented } from './s3-error.ts';

/** What a request states about its payload before it arrives. */
export interface StatedPayload {
  /** Bytes, once decoded. */
  readonly length: number;
  readonly chunking: Chunking | undefined;
  /** In hex; `undefined` if the request does not state it, or signs each chunk. */
  readonly sha256: string | undefined;
  /** In base64. */
  readonly md5: string | undefined;
  /** `value` is absent if it follows the payload. */
  readonly checksum: { readonly algorithm: ChecksumAlgorithm; readonly value?: string } | undefined;
}

export interface PayloadSigning {
  readonly payloadHash: string;
  readonly signing: Signing;
}

export interface PayloadLimits {
  /** Bytes. */
  readonly maxBytes: number;
  /** Whether the checksum in the headers is that of an object rather than of this payload. */
  readonly checksumOfObject?: boolean;
}

export const parseStatedPayload = (
  call: S3Call,
  { payloadHash, signing }: PayloadSigning,
  { maxBytes, checksumOfObject = false }: PayloadLimits,
): StatedPayload => {
  const chunking = parseChunking(payloadHash, signing);
  if (chunking === undefined && payloadHash.startsWith('STREAMING-')) throw notImplemented('x-amz-content-sha256');
  const length = parseLength(call, chunking === undefined ? 'content-length' : 'x-amz-decoded-content-length');
  if (length > maxBytes)
    throw createS3Error('EntityTooLarge', {
      elements: { ProposedSize: String(length), MaxSizeAllowed: String(maxBytes) },
    });
  const md5 = call.header('content-md5');
  if (md5 !== undefined && (Buffer.from(md5, 'base64').length !== 16 || md5.length !== 24))
    throw createS3Error('InvalidDigest');
  return {
    ...{ length, chunking, md5 },
    sha256: /^[0-9a-f]{64}$/.test(payloadHash) ? payloadHash : undefined,
    checksum: checksumOfObject ? undefined : parseStatedChecksum(call, chunking?.trailing ?? false),
  };
};

const parseLength = (call: S3Call, name: string): number => {
  const value = call.header(name);
  if (value === undefined) throw createS3Error('MissingContentLength');
  if (!/^\d{1,15}$/.test(value)) throw invalidArgument('The length is not valid', name, value);
  return Number(value);
};

/** Parses the only checksum in the headers, whatever it covers; returns `undefined` if there is none. */
export const parseChecksum = (call: S3Call): Checksum | undefined => {
  const names = call.headersFrom('x-amz-checksum-').map(([name]) => name);
  const unknown = names.find((name) => !isAboutChecksums(name) && !isAlgorithm(name.toUpperCase()));
  if (unknown !== undefined) throw notImplemented(`x-amz-checksum-${unknown}`);
  const [algorithm, ...others] = algorithms.filter((each) => names.includes(each.toLowerCase()));
  if (others.length > 0)
    throw createS3Error('InvalidRequest', {
      message: 'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    });
  if (algorithm === undefined) return undefined;
  return { algorithm, value: call.header(checksums[algorithm].header) ?? '' };
};

/**
 * Throws unless the request has a digest, which operations need whose body says what to do [S3 API Reference,
 * "DeleteObjects" and "PutObjectTagging"].
 */
export const requireDigest = (call: S3Call): void => {
  if (
    [call.header('content-md5'), parseChecksum(call), call.header('x-amz-trailer')].every((each) => each === undefined)
  )
    throw createS3Error('InvalidRequest', {
      message: 'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
    });
};

const isAboutChecksums = (name: string): boolean => ['mode', 'algorithm', 'type'].includes(name);

const parseStatedChecksum = (call: S3Call, trailing: boolean): StatedPayload['checksum'] => {
  const inHead = parseChecksum(call);
  if (inHead !== undefined && !isChecksum(inHead.algorithm, inHead.value)) throw invalidChecksum(inHead.algorithm);
  const trailer = call.header('x-amz-trailer')?.trim().toLowerCase();
  const inTrailer = trailing ? algorithms.find((each) => checksums[each].header === trailer) : undefined;
  if (trailing && trailer !== undefined && inTrailer === undefined) throw notImplemented('x-amz-trailer');
  if (inHead !== undefined && inTrailer !== undefined)
    throw createS3Error('InvalidRequest', { message: 'Expecting a single x-amz-checksum- header' });
  const named = call.header('x-amz-sdk-checksum-algorithm')?.toUpperCase();
  const found = inHead?.algorithm ?? inTrailer;
  if (named !== undefined && found === undefined)
    throw createS3Error('InvalidRequest', {
      message:
        'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers ' +
        'were found.',
    });
  if (named !== undefined && named !== found)
    throw createS3Error('InvalidRequest', { message: 'Value for x-amz-sdk-checksum-algorithm header is invalid.' });
  return inHead ?? (inTrailer && { algorithm: inTrailer });
};

export const invalidChecksum = (algorithm: ChecksumAlgorithm) =>
  createS3Error('InvalidRequest', { message: `Value for ${checksums[algorithm].header} header is invalid.` });
