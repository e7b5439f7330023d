import { randomUUID } from 'node:crypto';
import { type IncomingHttpHeaders, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { AwsV4Signer } from 'aws4fetch';
import { BadRequest } from '../console/route.ts';
import type { TemporaryCredentials } from '../credentials.ts';
import { formatBasicTime } from '../http-api/canonical-request.ts';
import { redactTokens } from '../redact-tokens.ts';
import { clipText, redactHeader, redactRecord } from '../trace/redact.ts';
import { type PreparedRequest, prepareRequest } from './prepare-request.ts';
import type { Tried, TryRequest } from './tried.ts';

/** Milliseconds: longer than the API waits for its functions. */
const patience = 35_000;

interface SendOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: TemporaryCredentials;
  /** Epoch milliseconds, by the service's clock. */
  readonly time: number;
}

/**
 * Signs a request as any client does, and sends it over HTTP to the service itself, which does not know where it comes
 * from.
 */
export const sendAs = async (
  request: TryRequest,
  { endpoint, region, credentials, time }: SendOptions,
): Promise<Tried> => {
  const prepared = prepareRequest(request, endpoint);
  if (typeof prepared === 'string') throw new BadRequest(prepared);
  const { service, method, url, headers, body } = prepared;
  try {
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    const signer = new AwsV4Signer({
      ...{ accessKeyId, secretAccessKey, sessionToken, region, service, method, datetime: formatBasicTime(time) },
      ...{ url, headers, ...(body !== '' && { body }) },
    });
    const signed = await signer.sign();
    // The trace of a request to the table is found by this id, since it has no other.
    const name = service === 'dynamodb' ? `console-${randomUUID()}` : undefined;
    const named = name === undefined ? {} : { 'x-amzn-trace-id': name };
    const sent = { ...measure(prepared), ...Object.fromEntries(signed.headers), ...named, host: signed.url.host };
    const began = performance.now();
    const answer = await exchange(signed.url, { method, headers: sent, body });
    const requestId =
      answer instanceof Unanswered
        ? name
        : (answer.headers['apigw-requestid'] ?? answer.headers['x-amz-request-id'] ?? name);
    return redactTokens({
      sent: {
        ...{ method, url: signed.url.href },
        headers: Object.entries(sent).map(([name, value]) => [name, redactHeader(name, value)] as const),
      },
      ...(answer instanceof Unanswered
        ? { unanswered: answer.message }
        : {
            answer: { status: answer.status, headers: redactRecord(answer.headers), body: clipText(answer.body) },
            ...findCreatedNote(prepared, answer),
          }),
      milliseconds: performance.now() - began,
      ...(typeof requestId === 'string' && { requestId }),
    });
  } catch (error) {
    // From Node, about a header or path that cannot be sent.
    throw new BadRequest(`That cannot be sent: ${error instanceof Error ? error.message : 'the reason is not known'}`);
  }
};

/** Node itself sends the length of a body only with methods that usually have one, such as POST. */
const measure = ({ headers, body }: PreparedRequest) =>
  body === '' || headers['transfer-encoding'] !== undefined
    ? {}
    : { 'content-length': String(Buffer.byteLength(body)) };

/** Finds the id of the note that a request to the API created. */
const findCreatedNote = (
  { service, method }: PreparedRequest,
  { status, body }: ServiceAnswer,
): Pick<Tried, 'createdNoteId'> => {
  if (service !== 'execute-api' || method !== 'POST' || status >= 300) return {};
  try {
    const { noteId } = Object(JSON.parse(body.toString('utf8')));
    return typeof noteId === 'string' ? { createdNoteId: noteId } : {};
  } catch {
    return {};
  }
};

interface ServiceAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Why no answer came to what was sent, from the connection. */
class Unanswered extends Error {}

/** Rejects if the request cannot be sent. */
const exchange = (
  url: URL,
  {
    method,
    headers,
    body,
  }: { readonly method: string; readonly headers: Readonly<Record<string, string>>; readonly body: string },
): Promise<ServiceAnswer | Unanswered> =>
  new Promise((resolve) => {
    const fail = ({ message }: Error) => resolve(new Unanswered(message));
    const sent = request(url, { method, headers, timeout: patience }, (response) => {
      const { statusCode: status = 0, headers: answered } = response;
      buffer(response).then((whole) => resolve({ status, headers: answered, body: whole }), fail);
    });
    sent.on('error', fail).on('timeout', () => sent.destroy(new Error(`none within ${patience / 1000} seconds`)));
    // As bytes: Node would send the headers in the encoding of a text.
    sent.end(body === '' ? undefined : Buffer.from(body));
  });
