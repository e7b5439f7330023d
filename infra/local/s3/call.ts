import { findHeaderValues, uriDecode } from '../http-api/canonical-request.ts';
import { createS3Error, invalidArgument } from './s3-error.ts';

/** A request whose signature counts, as everything after the verifier reads it: there is no other way to a header or a parameter. */
export interface S3Call {
  readonly method: string;
  /** Empty for the bucket itself. */
  readonly key: string;
  /** The one value, one character for each byte; `name` in lower case. */
  readonly header: (name: string) => string | undefined;
  /** Every header whose name begins so, by the rest of the name; of several with one name, the values with commas. */
  readonly headersFrom: (prefix: string) => readonly (readonly [name: string, value: string])[];
  /** `undefined` where it is absent, empty where it has no value. */
  readonly parameter: (name: string) => string | undefined;
  /** Whether the signature is in the query. */
  readonly presigned: boolean;
}

interface Parts {
  readonly method: string;
  readonly key: string;
  readonly rawHeaders: readonly string[];
  /** As it was signed: without a literal `+`. */
  readonly query: string;
}

/**
 * In a presigned request parameters stand for headers `x-amz-…` that its signer moved into the query, as signers do with a checksum
 * or with metadata [S3 API Reference, "Authenticating Requests: Using Query Parameters"]. One that is in both places differently
 * could mean two things.
 */
export const parseCall = ({ method, key, rawHeaders, query }: Parts): S3Call => {
  const parameters = parseParameters(query);
  const presigned = parameters.has('X-Amz-Signature');
  const hoisted = presigned ? hoistedIn(parameters) : new Map<string, string>();

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
 * What could not have been a header is none. Nor is a checksum: S3 takes none of a presigned URL [S3 User Guide, "Download and upload
 * objects with presigned URLs"; aws-sdk-go-v2#2610], and that of an SDK that presigns without a body is of no bytes. [open] Whether it
 * still does not, since SDKs put one into every URL.
 */
const hoistedIn = (parameters: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
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

/** As a header has it: one character for each byte of UTF-8. */
export const toByteString = (text: string): string => Buffer.from(text).toString('latin1');
