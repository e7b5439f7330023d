import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';
import type { SigningCredentials } from './credentials.ts';
import type { WireRequest } from './exchange.ts';

export interface RequestSignerOptions {
  readonly region: string;
  /** As in the scope of a signature: `dynamodb`. */
  readonly service: string;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

/**
 * Signature Version 4 [IAM User Guide, "Create a signed AWS API request"]. Gives the headers, with those of the signature. The path is
 * signed as it is sent, as S3 wants it; to other services it is `/`.
 */
export const createRequestSigner = ({ region, service, now = Date.now }: RequestSignerOptions) => {
  let derived: { readonly from: string; readonly key: KeyObject } | undefined;
  /** The signing key of a day; it costs four of the five HMACs of a signature. */
  const signingKey = (secret: string, day: string): KeyObject => {
    const from = `${day} ${secret}`;
    if (derived?.from === from) return derived.key;
    // Given as bytes, a key costs more to look at than to use.
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
    // Demanded by S3 [S3 API Reference, "Common request headers"]; the others need none.
    if (service === 's3') dated['x-amz-content-sha256'] = payload;

    const signed = signedHeaders.filter((name) => dated[name] !== undefined);
    const names = signed.join(';');
    const canonicalHeaders = signed.map((name) => `${name}:${dated[name]?.trim().replace(/ +/g, ' ')}\n`).join('');
    const canonicalRequest = `${method}\n${path}\n${query}\n${canonicalHeaders}\n${names}\n${payload}`;
    const scope = `${day}/${region}/${service}/aws4_request`;
    const toSign = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${hash('sha256', canonicalRequest)}`;
    const signature = calculateHmac(signingKey(secretAccessKey, day), toSign).toString('hex');
    dated.authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
    return dated;
  };
};

/** In the order of a canonical request. Those that are there are signed, and no others. */
const signedHeaders = [
  ...['content-md5', 'content-type', 'host', 'x-amz-content-sha256', 'x-amz-date', 'x-amz-security-token'],
  'x-amz-target',
];

const calculateHmac = (key: string | Buffer | KeyObject, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest();
