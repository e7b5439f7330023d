import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { S3Error } from './s3-error.ts';
import type { S3Response } from './s3-response.ts';
import { errorDocument, textElement } from './xml.ts';

/** The ids in every response [S3 API Reference, "Common response headers"]. */
export interface Ids {
  readonly requestId: string;
  readonly hostId: string;
}

export const createIdHeaders = ({ requestId, hostId }: Ids): Record<string, string> => ({
  'x-amz-request-id': requestId,
  'x-amz-id-2': hostId,
  server: 'AmazonS3',
});

/** [S3 API Reference, "REST error responses"] */
export const createErrorResponse = (refusal: S3Error, resource: string, { requestId, hostId }: Ids): S3Response => {
  const { status, code, message, elements, headers } = refusal;
  if (status === 304) return { status, headers };
  const body = errorDocument(
    textElement('Code', code),
    textElement('Message', message),
    ...Object.entries(elements).map(([name, value]) => textElement(name, value)),
    textElement('Resource', resource),
    textElement('RequestId', requestId),
    textElement('HostId', hostId),
  );
  return { status, headers: { ...headers, 'content-type': 'application/xml' }, body };
};

/**
 * Milliseconds for which the rest of a request is read and discarded, so that the client sees its response rather than
 * a reset.
 */
const drainage = 2000;

/**
 * Sends a response. Resolves once it is sent, or the client is gone. `patience`: milliseconds to wait for a client that
 * does not read.
 */
export const send = async (
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body = '' }: S3Response,
  patience: number,
): Promise<void> => {
  // So that a client need not send the rest of a body that nobody reads.
  if (!request.complete) response.setHeader('connection', 'close');
  response.setTimeout(patience, () => response.destroy());
  if (request.method === 'HEAD' || status === 304 || status === 204) {
    response.writeHead(status, headers).end();
  } else if (typeof body === 'string') {
    response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers });
    response.write(body);
    await drain(request);
    response.end();
  } else {
    response.writeHead(status, headers);
    await pipeline(body.bytes, response).catch(() => response.destroy());
  }
};

const drain = (request: IncomingMessage): Promise<void> =>
  new Promise((resolve) => {
    if (request.complete || request.destroyed) return resolve();
    const timer = setTimeout(resolve, drainage);
    const stop = () => {
      clearTimeout(timer);
      resolve();
    };
    request.on('end', stop).on('close', stop).resume();
  });
