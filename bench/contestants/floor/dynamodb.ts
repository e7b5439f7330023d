import { createHash, createHmac } from 'node:crypto';
import { request as requestInPlain } from 'node:http';
import { Agent, request as requestByTls } from 'node:https';

/** An item in the wire format. */
export type Item = Readonly<Record<string, { readonly S?: string; readonly N?: string }>>;

export interface OperationOutput {
  readonly Item?: Item;
  readonly Items?: readonly Item[];
  readonly Attributes?: Item;
}

const region = process.env.AWS_REGION ?? '';
const endpoint = new URL(process.env.AWS_ENDPOINT_URL ?? `https://dynamodb.${region}.amazonaws.com`);
const tls = endpoint.protocol === 'https:';
const agent = new Agent({ keepAlive: true });
export const TableName = process.env.NOTES_TABLE_NAME;

const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Derives the signing key of a day, which all its requests share. */
let signingKey: { secret: string; day: string; key: Buffer } = { secret: '', day: '', key: Buffer.alloc(0) };
const deriveSigningKey = (secret: string, day: string): Buffer => {
  if (signingKey.secret !== secret || signingKey.day !== day) {
    const key = [region, 'dynamodb', 'aws4_request'].reduce(hmac, hmac(`AWS4${secret}`, day));
    signingKey = { secret, day, key };
  }
  return signingKey.key;
};

/** Signs a POST of DynamoDB's protocol with Signature Version 4. */
const sign = (target: string, body: string): Record<string, string> => {
  const { AWS_ACCESS_KEY_ID: keyId = '', AWS_SECRET_ACCESS_KEY: secret = '', AWS_SESSION_TOKEN: token } = process.env;
  const time = new Date().toISOString().replace(/[:-]|\.\d{3}/g, '');
  const day = time.slice(0, 8);
  const headers: Record<string, string> = {
    'content-type': 'application/x-amz-json-1.0',
    host: endpoint.host,
    'x-amz-date': time,
    ...(token !== undefined && { 'x-amz-security-token': token }),
    'x-amz-target': target,
  };
  const names = Object.keys(headers);
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join('');
  const list = names.join(';');
  const scope = `${day}/${region}/dynamodb/aws4_request`;
  const canonical = `POST\n/\n\n${lines}\n${list}\n${hash(body)}`;
  const toSign = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${hash(canonical)}`;
  const signature = hmac(deriveSigningKey(secret, day), toSign).toString('hex');
  headers.authorization = `AWS4-HMAC-SHA256 Credential=${keyId}/${scope}, SignedHeaders=${list}, Signature=${signature}`;
  headers['content-length'] = String(Buffer.byteLength(body));
  return headers;
};

/** Calls one action of DynamoDB, without a retry, a time-out or anything but the necessary work. */
export const callDynamoDB = (action: string, input: object): Promise<OperationOutput> =>
  new Promise((resolve, reject) => {
    const body = JSON.stringify({ TableName, ...input });
    const options = { method: 'POST', headers: sign(`DynamoDB_20120810.${action}`, body), ...(tls && { agent }) };
    const request = (tls ? requestByTls : requestInPlain)(endpoint, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode === 200) resolve(JSON.parse(text));
        else reject(new Error(`DynamoDB answered ${response.statusCode}.`));
      });
    });
    request.on('error', reject);
    request.end(body);
  });

/** Reads the note of an item: strings and numbers, and NULL as if it were absent. */
export const readNote = (item: Item): Record<string, string | number> => {
  const note: Record<string, string | number> = {};
  for (const [name, { S, N }] of Object.entries(item)) {
    if (S !== undefined) note[name] = S;
    else if (N !== undefined) note[name] = Number(N);
  }
  return note;
};
