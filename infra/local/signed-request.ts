import type { IncomingMessage } from 'node:http';
import type { Credentials, OpenedSession } from './credentials.ts';
import type { RawRequest } from './http-api/canonical-request.ts';
import { parseTarget } from './http-api/request-target.ts';
import type { SignatureCause } from './http-api/signature-refused.ts';
import { type Verifier, verify } from './http-api/signature-v4.ts';

/** Bytes. DynamoDB requests are 16 MB at most. */
const maxBody = 16 * 1024 * 1024;

/** Reads the whole body. Throws if it is too long, or if the client breaks off. */
export const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > maxBody) throw new Error('The request is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/**
 * A request whose signature DynamoDB or STS rejected, for whoever explains it on this machine. It is complete, with all
 * its secrets.
 */
export interface RefusedSignature {
  readonly service: 'dynamodb' | 'sts';
  readonly cause: SignatureCause;
  readonly request: RawRequest;
  readonly credentials: Pick<Credentials<unknown>, 'secretKey' | 'open'>;
}

/**
 * Returns the session whose credentials signed the request, or `undefined`. Calls `onCause` with the reason if the
 * signature is not valid.
 */
export const verifySigner = <P>(
  request: IncomingMessage,
  body: Buffer,
  verifier: Verifier<P> & Pick<RefusedSignature, 'service'>,
  onCause: (refused: RefusedSignature) => void = () => {},
): OpenedSession<P> | undefined => {
  const { method = '', url = '', rawHeaders } = request;
  const { service, credentials } = verifier;
  const target = parseTarget(url);
  if (target.isErr()) return undefined;
  const raw = { method, target: target.value, rawHeaders, body };
  const verified = verify(raw, verifier).mapErr(({ cause }) => onCause({ service, cause, request: raw, credentials }));
  return verified.isOk() ? verified.value.session : undefined;
};
