import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';
import type { SigningCredentials } from './credentials.ts';
import type { WireRequest } from './exchange.ts';

export interface RequestSignerOptions {
  readonly region: string;
  /** The service name in the credential scope, such as `dynamodb`. */
  readonly service: string;
  /** Returns epoch milliseconds. */
  readonly now?: () => number;
}

/**
 * Creates a Signature Version 4 signer [IAM User Guide, "Create a signed AWS API request"]. It returns the headers,
 * with those of the signature added. The path is signed as sent, as S3 requires; for other services it is `/`.
 */
export const createRequestSigner = ({ region, service, now = Date.now }: RequestSignerOptions) => {
  let derived: { readonly from: string; readonly key: KeyObject } | undefined;
  /** Returns the day's signing key, which takes four of a signature's five HMACs; the last one is cached. */
  const signingKey = (secret: string, day: string): KeyObject => {
    const from = `${day} ${secret}`;
    if (derived?.from === from) return derived.key;
    // A key passed as bytes costs more to import than to use.
    const key = createSecretKey(
      [region, service, 'aws4_request'].reduce(
        (key, part) => calculateHmac(key, part),
        calculateHmac(`AWS4${secret}`, day),
      ),
    );
    derived = { from, key };
    return key;
  };

  return (request: WireRequest, credentials: SigningCredentials): Readonly<Record<string, string>> => {
    const { method = 'POST', path = '/', query = '', headers, body } = request;
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    const time = new Date(now()).toISOString().replace(/[-:]|\.\d+/g, '');
    const day = time.slice(0, 8);
    const dated: Record<string, string> = { ...headers, 'x-amz-date': time };
    if (sessionToken !== undefined) dated['x-amz-security-token'] = sessionToken;
    const payload = hash('sha256', body);
    // S3 requires it [S3 API Reference, "Common request headers"]; other services do not.
    if (service === 's3') dated['x-amz-content-sha256'] = payload;

    const signed = signedHeaders.filter((name) => dated[name] !== undefined);
    const names = signed.join(';');
    const canonicalHeaders = signed.map((name) => `${name}:${dated[name]?.trim().replace(/ +/g, ' ')}\n`).join('');
    const canonicalRequest = `${method}\n${path}\n${query}\n${canonicalHeaders}\n${names}\n${payload}`;
    const scope = `${day}/${region}/${service}/aws4_request`;
    const toSign = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${hash('sha256', canonicalRequest)}`;
    const signature = calculateHmac(signingKey(secretAccessKey, day), toSign).toString('hex');
    const credential = `${accessKeyId}/${scope}`;
    dated.authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`;
    return dated;
  };
};

/** In canonical order. Those that are present are signed, and no others. */
const signedHeaders = [
  ...['content-md5', 'content-type', 'host', 'x-amz-content-sha256', 'x-amz-date', 'x-amz-security-token'],
  'x-amz-target',
];

const calculateHmac = (key: string | Buffer | KeyObject, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest();
