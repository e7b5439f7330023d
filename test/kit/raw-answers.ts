import { connect } from 'node:net';
import { AwsClient } from 'aws4fetch';
import type { Outputs } from '../../infra/local/outputs.ts';
import { createExchange } from '../openapi/exchange.ts';
import { expectConforming } from '../openapi/expect-conforming.ts';
import type { User } from './user.ts';

/** A request as bytes, and the port that it goes to. */
export interface RawRequest {
  readonly port: number;
  readonly bytes: string;
}

/** Sends a request over a connection of its own, and returns the answer's bytes with dates and request ids masked. */
export const fetchRawAnswer = ({ port, bytes }: RawRequest): Promise<string> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => chunks.push(chunk)).on('error', reject);
    socket.on('close', () => {
      const text = Buffer.concat(chunks).toString('latin1');
      try {
        holdToDocument(bytes, text);
      } catch (error) {
        reject(error);
      }
      const ids = text.match(/(?<=(?:apigw-requestid|x-amzn-requestid|x-amz-request-id|x-amz-id-2): )\S+/gi) ?? [];
      const known = ids.reduce((left, id) => left.replaceAll(id, 'ID'), text);
      resolve(known.replace(/(?<=\r\nDate: )[^\r]*/, 'DATE'));
    });
  });

/** Checks an answer of the API against its document; skips those of the table and of S3. */
const holdToDocument = (asked: string, answered: string): void => {
  const [request, answer] = [parseMessage(asked), parseMessage(answered)];
  const [method = '', target = ''] = request.line.split(' ');
  if (target === '/' || /\r\nserver: AmazonS3\r\n/i.test(answered)) return;
  const status = Number(answer.line.split(' ')[1]);
  expectConforming(createExchange({ method, target, ...request }, { status, ...answer }));
};

const parseMessage = (text: string) => {
  const [head = '', body = ''] = text.split('\r\n\r\n');
  const [line = '', ...fields] = head.split('\r\n');
  const headers = fields.map((field): [string, string] => {
    const [name = '', ...value] = field.split(':');
    return [name.toLowerCase(), value.join(':').trim()];
  });
  return { line, headers: Object.fromEntries(headers), body };
};

/** Signs one request of every kind that a stack refuses; each can be sent more than once. */
export const createRefusedRequests = async (outputs: Outputs, user: User): Promise<readonly RawRequest[]> => {
  const missing = '/notes/0192d3c4-0000-7000-8000-00000000dead';
  const api = (method: string, path: string, more: Partial<Signed> = {}) =>
    signRequest({ user, url: `${outputs.ApiEndpoint}${path}`, service: 'execute-api', method, ...more });
  const get = await api('GET', missing);
  const table = (operation: string, body: object) =>
    signRequest({
      ...{ user, url: `${outputs.DynamoDbEndpoint}/`, service: 'dynamodb', method: 'POST', body: JSON.stringify(body) },
      headers: { 'x-amz-target': `DynamoDB_20120810.${operation}`, 'content-type': 'application/x-amz-json-1.0' },
    });
  const file = (path: string, more: Partial<Signed> = {}) =>
    signRequest({
      user,
      url: `${outputs.S3Endpoint}/${outputs.BucketName}/${path}`,
      service: 's3',
      method: 'GET',
      ...more,
    });
  const own = `private/${user.identityId}/a.txt`;
  return [
    await file(own),
    await file('private/us-east-1:another/a.txt'),
    await file(own, { secret: 'another' }),
    await file(own, { region: 'eu-west-1' }),
    await file(own, { method: 'PUT', body: 'hello', headers: { 'x-amz-content-sha256': '0'.repeat(64) } }),
    alterRequest(await file(own), '/a.txt', '/a%2Etxt?a'),
    alterRequest(await file(own), /\r\nauthorization:[^\r]*/i, ''),
    alterRequest(await file(own), /\r\nx-amz-content-sha256:[^\r]*/i, ''),
    get,
    await api('GET', '/notes'),
    await api('GET', '/notes/1'),
    await api('GET', '/nowhere'),
    await api('PUT', missing, { body: '{"content":"x"}' }),
    await api('DELETE', missing),
    await api('POST', '/notes', { body: '{"content":7}' }),
    await api('GET', '/notes', { headers: { origin: 'https://notes.example.com' }, secret: 'another' }),
    await api('GET', '/notes', { region: 'eu-west-1' }),
    alterRequest(get, '/notes/', '/notes//'),
    alterRequest(await api('GET', '/notes'), /\r\nauthorization:[^\r]*/i, ''),
    alterRequest(await api('GET', '/notes'), 'GET /notes ', 'GET /notes?limit=1 '),
    await api('POST', '/notes', { body: 'a'.repeat(10 * 1024 * 1024 + 1) }),
    await table('Scan', { TableName: outputs.NotesTableName }),
    await table('GetItem', { TableName: outputs.NotesTableName }),
    alterRequest(await table('GetItem', { TableName: outputs.NotesTableName }), 'GetItem', 'Scan'),
  ];
};

interface Signed {
  readonly user: User;
  readonly url: string;
  readonly service: string;
  readonly method: string;
  readonly body?: string;
  readonly headers?: Record<string, string>;
  readonly secret?: string;
  readonly region?: string;
}

const signRequest = async (asked: Signed): Promise<RawRequest> => {
  const { user, url, service, method, body, headers = {}, secret, region = 'us-east-1' } = asked;
  const secretAccessKey = secret ?? user.keys.secretAccessKey;
  const client = new AwsClient({ ...user.keys, secretAccessKey, region, service });
  const request = await client.sign(url, { method, headers, ...(body !== undefined && { body }) });
  const { host, port, pathname } = new URL(url);
  const lines = [...request.headers].map(([name, value]) => `${name}: ${value}`);
  const length = body === undefined ? [] : [`content-length: ${body.length}`];
  const head = [`${method} ${pathname} HTTP/1.1`, `host: ${host}`, ...lines, ...length, 'connection: close'];
  return { port: Number(port), bytes: `${head.join('\r\n')}\r\n\r\n${body ?? ''}` };
};

const alterRequest = ({ port, bytes }: RawRequest, what: string | RegExp, into: string): RawRequest => ({
  port,
  bytes: bytes.replace(what, into),
});
