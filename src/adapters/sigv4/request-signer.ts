import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';

export interface SigningCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

export interface RequestSignerOptions {
  /** Asked for each request; it may remember. */
  readonly credentials: () => SigningCredentials | Promise<SigningCredentials>;
  readonly region: string;
  /** As in the scope of a signature: `dynamodb`. */
  readonly service: string;
}

/** A request of the SDK's, as far as it is signed. */
interface Signable {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

/**
 * Signature Version 4 for one kind of request: a POST to `/` without a query, as DynamoDB's and STS's protocols are
 * [IAM User Guide, "Create a signed AWS API request"]. For the SDK's option `signer`. The SDK's own signs any request of
 * any service, at a fifth of a function's processor time; what is left out here cannot occur, and is refused.
 */
export const requestSigner = ({ credentials, region, service }: RequestSignerOptions) => {
  let derived: { readonly from: string; readonly key: KeyObject } | undefined;
  /** The signing key of a day; it costs four of the five HMACs of a signature. */
  const signingKey = (secret: string, day: string): KeyObject => {
    const from = `${day} ${secret}`;
    if (derived?.from === from) return derived.key;
    // Given as bytes, a key costs more to look at than to use.
    const key = createSecretKey(
      [region, service, 'aws4_request'].reduce((key, part) => hmac(key, part), hmac(`AWS4${secret}`, day)),
    );
    derived = { from, key };
    return key;
  };

  return {
    /** Adds the headers of a signature. `signingDate` is the SDK's: corrected, if this clock was found to be wrong. */
    sign: async <R extends Signable>(
      request: R,
      { signingDate = new Date() }: { signingDate?: Date } = {},
    ): Promise<R> => {
      const { method, path, query = {}, headers, body } = request;
      if (method !== 'POST' || path !== '/' || Object.keys(query).length > 0)
        throw new Error('Only a POST to / without a query is signed here.');
      const { accessKeyId, secretAccessKey, sessionToken } = await credentials();
      const time = signingDate.toISOString().replace(/[-:]|\.\d+/g, '');
      const day = time.slice(0, 8);
      headers['x-amz-date'] = time;
      if (sessionToken !== undefined) headers['x-amz-security-token'] = sessionToken;

      const signed = signedHeaders.filter((name) => headers[name] !== undefined);
      const names = signed.join(';');
      const canonicalHeaders = signed.map((name) => `${name}:${headers[name]?.trim().replace(/ +/g, ' ')}\n`).join('');
      const canonicalRequest = `POST\n/\n\n${canonicalHeaders}\n${names}\n${hash('sha256', bytesOf(body))}`;
      const scope = `${day}/${region}/${service}/aws4_request`;
      const toSign = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${hash('sha256', canonicalRequest)}`;
      const signature = hmac(signingKey(secretAccessKey, day), toSign).toString('hex');
      headers.authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
      return request;
    },
  };
};

/** In the order of a canonical request. Those that are there are signed, and no others. */
const signedHeaders = ['content-type', 'host', 'x-amz-date', 'x-amz-security-token', 'x-amz-target'];

const hmac = (key: string | Buffer | KeyObject, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest();

const bytesOf = (body: unknown): string | Uint8Array => {
  if (typeof body === 'string' || body instanceof Uint8Array) return body;
  if (body === undefined) return '';
  throw new Error('Only text and bytes are signed here.');
};
