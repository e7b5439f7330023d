import type { IncomingMessage } from 'node:http';
import type { Credentials, OpenedSession } from './credentials.ts';
import type { RawRequest } from './http-api/canonical-request.ts';
import { parseTarget } from './http-api/request-target.ts';
import type { SignatureCause } from './http-api/signature-refused.ts';
import { type Verifier, verify } from './http-api/signature-v4.ts';

/** Longer than any request of DynamoDB's, which are 16 MB at most. */
const maxBody = 16 * 1024 * 1024;

/** The whole body. Throws for one that is too long, or that its sender breaks off. */
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

/** A signature that does not count at DynamoDB or STS, for whoever explains it on this machine: whole, with all that is secret in it. */
export interface RefusedSignature {
  readonly service: 'dynamodb' | 'sts';
  readonly cause: SignatureCause;
  readonly request: RawRequest;
  readonly credentials: Pick<Credentials<unknown>, 'secretKey' | 'open'>;
}

/** The session whose credentials signed the request, or `undefined`; `onCause` is told why. */
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
