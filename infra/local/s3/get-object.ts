import { checksums } from './checksums.ts';
import { checkRead } from './conditions.ts';
import { formatHeaders, readOverrides } from './description.ts';
import { findSlices, listDataFiles, type StoredObject } from './objects.ts';
import type { Operate, OperationContext } from './operations.ts';
import { type ByteRange, parseRange } from './range.ts';
import { createS3Error, invalidArgument } from './s3-error.ts';

export const getObject: Operate = (asked) => {
  const { object, range, status, headers } = describeObject(asked);
  const { data } = asked.files;
  if (object.size === 0) return { status, headers };
  const slices = findSlices(object, range.start, range.end);
  data.hold(listDataFiles(object));
  return { status, headers, body: { bytes: data.read(slices), done: () => data.letGo(listDataFiles(object)) } };
};

export const headObject: Operate = (asked) => {
  const { status, headers } = describeObject(asked);
  return { status, headers };
};

/** Returns the object. Only callers who may list it are told that it is missing. */
export const findObject = (
  { files, denial, requestTo }: Pick<OperationContext, 'files' | 'denial' | 'requestTo'>,
  key: string,
) => {
  const object = files.objects.find(key);
  if (object !== undefined) return object;
  const denied = denial(requestTo.miss(key));
  throw denied === undefined
    ? createS3Error('NoSuchKey', { elements: { Key: key } })
    : createS3Error('AccessDenied', { message: denied });
};

const describeObject = (asked: OperationContext) => {
  const { call } = asked;
  const object = findObject(asked, call.key);
  checkRead(call, object);
  const part = findPart(call.parameter('partNumber'), object);
  const range = part ?? parseRange(call.header('range'), object.size);
  const { start, end } = range ?? { start: 0, end: object.size - 1 };
  const isPartial = range !== undefined;
  const headers = {
    ...formatHeaders(object),
    ...readOverrides(call),
    'content-length': String(end - start + 1),
    ...(isPartial && object.size > 0 && { 'content-range': `bytes ${start}-${end}/${object.size}` }),
    ...(part !== undefined && object.inParts && { 'x-amz-mp-parts-count': String(object.parts.length) }),
    ...(call.header('x-amz-checksum-mode') === 'ENABLED' && !isPartial && createChecksumHeaders(object)),
  };
  return { object, headers, range: { start, end }, status: isPartial ? 206 : 200 };
};

const createChecksumHeaders = ({ checksum }: StoredObject): Record<string, string> =>
  checksum === undefined
    ? {}
    : { [checksums[checksum.algorithm].header]: checksum.value, 'x-amz-checksum-type': checksum.type };

/**
 * Returns the bytes of one part of a multipart object; any other object has a single part [S3 API Reference,
 * "GetObject", partNumber].
 */
const findPart = (asked: string | undefined, { parts }: StoredObject): ByteRange | undefined => {
  if (asked === undefined) return undefined;
  if (!/^[1-9]\d{0,4}$/.test(asked))
    throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive', 'partNumber', asked);
  const number = Number(asked);
  const part = parts[number - 1];
  if (part === undefined)
    throw createS3Error('InvalidRange', { message: 'The requested partnumber is not satisfiable' });
  const start = parts.slice(0, number - 1).reduce((sum, { size }) => sum + size, 0);
  return { start, end: start + part.size - 1 };
};
