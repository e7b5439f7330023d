import { findHeaderValues, uriDecode } from '../http-api/canonical-request.ts';
import { createS3Error, invalidArgument } from './s3-error.ts';

/**
 * A request with a verified signature. Everything after the verifier reads headers and parameters through it, and in no
 * other way.
 */
export interface S3Call {
  readonly method: string;
  /** Empty for the bucket itself. */
  readonly key: string;
  /**
   * Returns the only value of a header, one character for each byte; `name` is in lower case. Throws if there is more
   * than one.
   */
  readonly header: (name: string) => string | undefined;
  /**
   * Returns every header whose name starts with `prefix`, by the rest of its name. Repeated values are joined by
   * commas.
   */
  readonly headersFrom: (prefix: string) => readonly (readonly [name: string, value: string])[];
  /** Returns a parameter: `undefined` if it is absent, empty if it has no value. */
  readonly parameter: (name: string) => string | undefined;
  /** Whether the signature is in the query. */
  readonly presigned: boolean;
}

interface Parts {
  readonly method: string;
  readonly key: string;
  readonly rawHeaders: readonly string[];
  /** As signed: without a literal `+`. */
  readonly query: string;
}

/**
 * Parses a call. In a presigned request, parameters stand for `x-amz-…` headers that the signer moved into the query,
 * as signers do with a checksum or with metadata [S3 API Reference, "Authenticating Requests: Using Query Parameters"].
 * Reading a header throws if it differs from its parameter, since the request could mean two things.
 */
export const parseCall = ({ method, key, rawHeaders, query }: Parts): S3Call => {
  const parameters = parseParameters(query);
  const presigned = parameters.has('X-Amz-Signature');
  const hoisted = presigned ? readHoisted(parameters) : new Map<string, string>();

  const header = (name: string): string | undefined => {
    const values = findHeaderValues(rawHeaders, name);
    if (values.length > 1) throw createS3Error('InvalidRequest', { message: `There is more than one header ${name}` });
    const parameter = name.startsWith('x-amz-') ? hoisted.get(name) : undefined;
    if (parameter !== undefined && values[0] !== undefined && values[0] !== parameter)
      throw createS3Error('InvalidRequest', { message: `There are two values of ${name}` });
    return values[0] ?? parameter;
  };

  return {
    ...{ method, key, header, presigned },
    parameter: (name) => parameters.get(name),
    headersFrom: (prefix) => {
      const names = [...rawHeaders.filter((_, index) => index % 2 === 0).map((each) => each.toLowerCase())];
      const found = [...new Set([...names, ...hoisted.keys()])].filter((name) => name.startsWith(prefix));
      return found.map((name) => [
        name.slice(prefix.length),
        findHeaderValues(rawHeaders, name).join(',') || (hoisted.get(name) ?? ''),
      ]);
    },
  };
};

/**
 * Returns the parameters that stand for headers. One that could not have been a header does not. Nor does a checksum:
 * S3 ignores those in a presigned URL [S3 User Guide, "Download and upload objects with presigned URLs";
 * aws-sdk-go-v2#2610], and an SDK that presigns without a body puts in the checksum of no bytes. [open] Whether S3
 * still ignores them, now that SDKs put one into every URL.
 */
const readHoisted = (parameters: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map(
    [...parameters]
      .filter(([name, value]) => /^x-amz-[a-z0-9._-]+$/i.test(name) && !/\p{Cc}/u.test(value))
      .filter(([name]) => !/^x-amz-(?:checksum-(?!mode)|sdk-checksum-algorithm)/i.test(name))
      .map(([name, value]) => [name.toLowerCase(), toByteString(value)]),
  );

const parseParameters = (query: string): ReadonlyMap<string, string> => {
  const parameters = new Map<string, string>();
  for (const pair of query.split('&').filter((each) => each !== '')) {
    const [name, value = ''] = pair.split(/=(.*)/s, 2).map(decodeText) as [string, string?];
    if (parameters.has(name)) throw invalidArgument('There is more than one value of a parameter', name, value);
    parameters.set(name, value);
  }
  return parameters;
};

const decodeText = (text: string): string => {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) throw createS3Error('InvalidURI');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(uriDecode(text), 'latin1'));
  } catch {
    throw createS3Error('InvalidURI');
  }
};

/** Encodes a text as it is in a header: one character for each byte of UTF-8. */
export const toByteString = (text: string): string => Buffer.from(text).toString('latin1');
