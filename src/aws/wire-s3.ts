import { hash } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import type { Listed, SweptBucket, Unavailable } from '../adapters/s3/swept-bucket.ts';
import type { Verdict } from './attempts.ts';
import type { WireRequest, WireResponse } from './exchange.ts';
import { isRefusal } from './refusals.ts';
import { type Service, ServiceError } from './service-client.ts';
import { encodePath, uriEncode } from './uri-encode.ts';
import { findText } from './xml-text.ts';

/**
 * Creates an S3 client over the wire protocol [S3 API Reference]. `base` is the path prefix of the keys: `/` or
 * `/<bucket>/`. Its methods reject with a `ServiceError` if S3 refuses.
 */
export const createWireS3 = (ask: Service, base: string): SweptBucket => {
  const asked = async <T>(
    request: Partial<WireRequest>,
    read: (body: string) => T,
    ofMissing?: () => T,
  ): Promise<Result<T, Unavailable>> => {
    const answered = await ask({ headers: {}, body: '', ...request }, (response) =>
      judgeResponse(response, read, ofMissing),
    );
    return answered.kind === 'GivenUp' ? err(unavailable) : ok(answered.value);
  };
  const nothing = () => undefined;

  return {
    list: ({ prefix, delimiter, token }) =>
      asked(
        {
          method: 'GET',
          path: base,
          query: formatQuery({
            ...(token !== undefined && { 'continuation-token': token }),
            ...(delimiter !== undefined && { delimiter }),
            ...{ 'encoding-type': 'url', 'list-type': '2', prefix },
          }),
        },
        parseList,
      ),
    tag: (key, name) =>
      asked(
        { method: 'GET', path: createPath(base, key), query: 'tagging=' },
        (body) => parseTags(body).get(name),
        nothing,
      ),
    setTag: (key, name, value) => {
      const body = `<Tagging><TagSet><Tag><Key>${name}</Key><Value>${value}</Value></Tag></TagSet></Tagging>`;
      // S3 requires it [S3 API Reference, "PutObjectTagging"].
      const headers = { 'content-md5': hash('md5', body, 'base64') };
      return asked({ method: 'PUT', path: createPath(base, key), query: 'tagging=', headers, body }, nothing, nothing);
    },
    delete: (key) => asked({ method: 'DELETE', path: createPath(base, key) }, nothing),
  };
};

const unavailable: Unavailable = { kind: 'Unavailable' };

const judgeResponse = <T>(
  { status, body }: WireResponse,
  read: (body: string) => T,
  ofMissing: (() => T) | undefined,
): Verdict<T> => {
  if (status === 200 || status === 204) return { kind: 'Done', value: read(body) };
  const name = findText(body, 'Code');
  if (name === 'NoSuchKey' && ofMissing !== undefined) return { kind: 'Done', value: ofMissing() };
  if (isRefusal(name)) return { kind: 'Refused' };
  if (status >= 500) return { kind: 'Lost' };
  throw new ServiceError(name || `HTTP ${status}`, findText(body, 'Message'), status);
};

/** Throws if the list is incomplete: there is no telling what it leaves out. */
const parseList = (body: string): Listed => {
  const keys = [...body.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => decodeKey(key));
  const prefixes = [...body.matchAll(/<CommonPrefixes><Prefix>([^<]*)<\/Prefix>/g)].map(([, each = '']) =>
    decodeKey(each),
  );
  const isCut = findText(body, 'IsTruncated');
  const next = findText(body, 'NextContinuationToken');
  if (
    !body.includes('</ListBucketResult>') ||
    Number(findText(body, 'KeyCount')) !== keys.length + prefixes.length ||
    (isCut === 'true') !== (next !== '')
  )
    throw new Error('S3 answered with an incomplete list.');
  return { keys, prefixes, ...(next !== '' && { next }) };
};

const parseTags = (body: string): ReadonlyMap<string, string> =>
  new Map(
    [...body.matchAll(/<Tag><Key>([^<]*)<\/Key><Value>([^<]*)<\/Value><\/Tag>/g)].map(([, key = '', value = '']) => [
      key,
      value,
    ]),
  );

/** Decodes `encoding-type=url`, which is form encoding. */
const decodeKey = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));

const createPath = (base: string, key: string): string => base + encodePath(key);

/** Formats parameters in the order given. They must be sorted by name, the order in which they are signed. */
const formatQuery = (parameters: Readonly<Record<string, string>>): string =>
  Object.entries(parameters)
    .map(([name, value]) => `${name}=${uriEncode(value)}`)
    .join('&');
