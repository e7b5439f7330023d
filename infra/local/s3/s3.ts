import { randomBytes } from 'node:crypto';
import type { IncomingMessage, RequestListener } from 'node:http';
import type { Credentials } from '../credentials.ts';
import { findHeaderValues, type RawHead } from '../http-api/canonical-request.ts';
import { splitTarget } from '../http-api/request-target.ts';
import type { SignatureCause } from '../http-api/signature-refused.ts';
import type { Verifier } from '../http-api/signature-v4.ts';
import { checkKey, parseAddress } from './address.ts';
import { authenticate } from './authenticate.ts';
import { type BucketRequest, createListRequest, createObjectRequest, listBucketRequests } from './bucket-requests.ts';
import { parseCall } from './call.ts';
import { parseCopySource } from './copy-source.ts';
import { type CorsRule, createCorsHeaders, createPreflightResponse } from './cors.ts';
import { type Files, openFiles } from './files.ts';
import { handlers } from './handlers.ts';
import { findOperation, type Operation } from './operation.ts';
import { createPayload } from './payload.ts';
import { ConnectionBroken, readBytes } from './read-bytes.ts';
import { createS3Error, S3Error, type S3ErrorCode } from './s3-error.ts';
import type { S3Response } from './s3-response.ts';
import { createErrorResponse, createIdHeaders, send } from './send.ts';

export interface S3Options<P> {
  /** The only bucket. */
  readonly bucket: string;
  readonly region: string;
  readonly accountId: string;
  /** The folder that holds all data; no other process may have it open. */
  readonly folder: string;
  /** One for each kind of principal. */
  readonly credentials: readonly Credentials<P>[];
  /**
   * Returns why a principal may not make all of these requests, of which there is at least one, or `undefined`: IAM's
   * reason, in AWS's words.
   */
  readonly denial: (principal: P, requests: readonly BucketRequest[]) => string | undefined;
  readonly cors?: readonly CorsRule[];
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** Bytes of one request at most: 5 GiB by default, as on AWS [S3 User Guide, "Uploading objects"]. */
  readonly maxBytes?: number;
  /** Milliseconds for which a client may neither send nor read anything. */
  readonly patience?: number;
  /** Called after a 4xx or 5xx response was sent. */
  readonly onRefusal?: ((refused: S3RefusedRequest<P>) => void) | undefined;
  /** Called after any response except to a preflight, and before `onRefusal`. */
  readonly onAnswered?: ((answered: S3Exchange<P>) => void) | undefined;
  readonly onSigned?: Verifier<P>['onSigned'];
}

/** A response of S3, for whoever displays it on this machine. */
export interface S3Exchange<P> {
  /** The response's `x-amz-request-id`. */
  readonly requestId: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Absent if the request was refused before the operation was known. */
  readonly operation?: Operation;
  readonly principal?: P;
}

/** A request that S3 refused, for whoever explains it on this machine. It is complete, with all its secrets. */
export interface S3RefusedRequest<P> {
  /** The response's `x-amz-request-id`. */
  readonly requestId: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly status: number;
  readonly code: S3ErrorCode;
  readonly message: string;
  readonly milliseconds: number;
  /** Present if the signature is at fault: that of the request's head, or whatever signs its payload. */
  readonly cause?: SignatureCause;
  /** Present if a signature was checked. */
  readonly request?: RawHead;
  /** The signer, once the signature is verified. */
  readonly principal?: P;
}

/** Resolves once it has responded. */
export type S3Listener = (...exchange: Parameters<RequestListener>) => Promise<void>;

type About<P> = { -readonly [K in 'cause' | 'principal' | 'request']?: S3RefusedRequest<P>[K] };
type Known<P> = About<P> & { operation?: Operation };

/**
 * Opens S3's protocol for one bucket over files on disk, behind Signature Version 4 and IAM: whoever signs a request
 * with temporary credentials may make it unless `denial` returns a reason. Long-term keys are unknown here, and an
 * unsigned request is always denied.
 *
 * Set `requestTimeout` of its server to 0: Node's default ends uploads that take longer than five minutes. `patience`
 * disconnects a client that stops sending.
 */
export const openS3 = async <P>(options: S3Options<P>): Promise<S3Listener> => {
  const files = await openFiles(options.folder);
  return createS3(() => files, options);
};

/** Creates the same over files that may be replaced later. */
export const createS3 = <P>(filesNow: () => Files, options: Omit<S3Options<P>, 'folder'>): S3Listener => {
  const { bucket, region, accountId, credentials, denial, cors = [], onRefusal, onAnswered, onSigned } = options;
  const { now = Date.now, maxBytes = 5 * 1024 ** 3, patience = 60_000 } = options;
  const home = { name: bucket, accountId };

  const answerTo = async (request: IncomingMessage, about: Known<P>): Promise<S3Response> => {
    const files = filesNow();
    const { method = '', url = '', rawHeaders } = request;
    if (method === 'OPTIONS') return createPreflightResponse(cors, request);
    if (!/^\/[\x21-\x7e]*$/.test(url)) throw createS3Error('InvalidURI');
    const [host = '', ...others] = findHeaderValues(rawHeaders, 'host');
    if (others.length > 0) throw createS3Error('InvalidRequest', { message: 'There is more than one host' });
    const target = splitTarget(url);
    const address = parseAddress(host, target.path, region);
    const onCause = (cause: SignatureCause) => {
      about.cause = cause;
    };
    about.request = { method, target, rawHeaders };
    const verified = authenticate(about.request, { credentials, region, now, onCause, onSigned });
    const { principal } = verified.session;
    about.principal = principal;

    if (address.bucket === undefined) throw createS3Error('NotImplemented');
    if (address.bucket !== bucket) throw createS3Error('NoSuchBucket', { elements: { BucketName: address.bucket } });
    checkKey(address.key);
    const call = parseCall({ method, key: address.key, rawHeaders, query: verified.query });
    const operation = findOperation(call);
    about.operation = operation;
    for (const name of ['x-amz-expected-bucket-owner', 'x-amz-source-expected-bucket-owner'])
      if ((call.header(name) ?? accountId) !== accountId) throw createS3Error('AccessDenied');
    const source = operation === 'CopyObject' ? parseCopySource(call.header('x-amz-copy-source') ?? '') : undefined;
    const asking = { operation, ...call, ...(source !== undefined && { source }) };
    const requests = listBucketRequests(asking, home);
    // Empty for an operation that is decided key by key: IAM has no answer to no question.
    const denied = requests.length === 0 ? undefined : denial(principal, requests);
    if (denied !== undefined) throw createS3Error('AccessDenied', { message: denied });

    return handlers[operation]({
      ...{ call, files, bucket, region, now, source },
      denial: (asked) => denial(principal, [asked]),
      requestTo: {
        delete: (key) => createObjectRequest('s3:DeleteObject', key, asking, home),
        deleteVersion: (key) => createObjectRequest('s3:DeleteObjectVersion', key, asking, home),
        readTags: (key) => createObjectRequest('s3:GetObjectTagging', key, asking, home),
        writeTags: (key) => createObjectRequest('s3:PutObjectTagging', key, asking, home),
        miss: (key) => createListRequest(key, asking, home),
      },
      payload: createPayload(call, verified, { data: files.data, bytes: () => readBytes(request, patience), maxBytes }),
    });
  };

  return async (request, response) => {
    const started = performance.now();
    const ids = {
      requestId: randomBytes(8).toString('hex').toUpperCase(),
      hostId: randomBytes(48).toString('base64'),
    };
    const { method = '', url = '' } = request;
    const { path } = splitTarget(url);
    const known: Known<P> = {};
    // Whoever reads the body handles the error.
    request.on('error', () => {});
    let refusal: S3Error | undefined;
    const answer = await answerTo(request, known).catch((error: unknown): S3Response | undefined => {
      if (error instanceof ConnectionBroken) return undefined;
      if (!(error instanceof S3Error)) console.error(error);
      refusal = error instanceof S3Error ? error : createS3Error('InternalError');
      return createErrorResponse(refusal, path, ids);
    });
    if (answer === undefined) return;
    const headers = {
      ...answer.headers,
      ...(method !== 'OPTIONS' && createCorsHeaders(cors, request)),
      ...createIdHeaders(ids),
    };
    try {
      await send(request, response, { ...answer, headers }, patience);
    } catch (error) {
      console.error(error);
      response.destroy();
    }
    if (typeof answer.body === 'object') await answer.body.done().catch(console.error);
    const { operation, ...about } = known;
    const { status: answered } = answer;
    const { principal } = about;
    if (method !== 'OPTIONS')
      onAnswered?.({
        ...{ requestId: ids.requestId, status: answered, headers },
        ...(operation && { operation }),
        ...(principal && { principal }),
      });
    if (refusal === undefined || refusal.status < 400) return;
    const { status, code, message } = refusal;
    const cause = about.cause ?? findPayloadCause(refusal);
    const milliseconds = performance.now() - started;
    onRefusal?.({
      requestId: ids.requestId,
      method,
      path,
      status,
      code,
      message,
      milliseconds,
      ...about,
      ...(cause && { cause }),
    });
  };
};

/** Returns what is wrong with a payload if the request's own signature is valid. */
const findPayloadCause = ({ code, elements }: S3Error): SignatureCause | undefined => {
  if (code === 'SignatureDoesNotMatch') return { kind: 'ChunkMismatch' };
  const { ClientComputedContentSHA256: stated = '', S3ComputedContentSHA256: actual = '' } = elements;
  return code === 'XAmzContentSHA256Mismatch' ? { kind: 'PayloadHashMismatch', stated, actual } : undefined;
};
