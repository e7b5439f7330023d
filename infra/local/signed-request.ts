import type { IncomingMessage } from 'node:http';
import type { Session } from './credentials.ts';
import { parseTarget } from './http-api/request-target.ts';
import { type Verifier, verify } from './http-api/signature-v4.ts';

/** Longer than any request of DynamoDB's, which are 16 MB at most. */
const maxBody = 16 * 1024 * 1024;

/** The whole body. Throws for one that is too long, or that its sender breaks off. */
export const wholeBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > maxBody) throw new Error('The request is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/** The session whose credentials signed the request, or `undefined`. */
export const signerOf = <P>(request: IncomingMessage, body: Buffer, verifier: Verifier<P>): Session<P> | undefined => {
  const { method = '', url = '', rawHeaders } = request;
  return parseTarget(url)
    .andThen((target) => verify({ method, target, rawHeaders, body }, verifier))
    .map(({ session }) => session)
    .unwrapOr(undefined);
};
