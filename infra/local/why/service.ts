import { canonicalizePath, findHeaderValues, hashSha256, type RawRequest } from '../http-api/canonical-request.ts';
import type { SignedClaim } from '../http-api/signed-claim.ts';
import { createS3Rules } from '../s3/signature.ts';
import { createBodyRows, createStatedRows } from './body-variants.ts';
import { createPathRows, type Row } from './path-variants.ts';
import { createS3PathRows } from './s3-path-variants.ts';

/** A service whose signatures are explained, and how its canonical requests differ. */
export interface SignedService {
  /** Its name in a credential scope. */
  readonly name: 'execute-api' | 's3' | 'dynamodb' | 'sts';
  /** Its name in a sentence, such as `this API`. */
  readonly called: string;
  readonly canonicalPath: (path: string) => string;
  readonly payloadHash: (request: RawRequest, claim: SignedClaim) => string;
  /** What signers make of the path, and what they use as the payload hash. */
  readonly pathRows: (path: string) => readonly Row[];
  readonly bodyRows: (request: RawRequest) => readonly Row[];
}

const createService = (name: SignedService['name'], called: string): SignedService => ({
  ...{ name, called, canonicalPath: canonicalizePath, pathRows: createPathRows, bodyRows: createBodyRows },
  payloadHash: ({ rawHeaders, body }) => findHeaderValues(rawHeaders, 'x-amz-content-sha256')[0] ?? hashSha256(body),
});

export const theApi = createService('execute-api', 'this API');
export const dynamoDb = createService('dynamodb', 'DynamoDB');
export const theSts = createService('sts', 'STS');

/**
 * Creates the service S3 with one bucket. The payload is not available when its signature is verified: the request's
 * head states what is signed of it.
 */
export const createS3Service = (bucket: string): SignedService => {
  const canonicalizePath = (path: string): string =>
    createS3Rules({ method: '', target: { path, query: '' }, rawHeaders: [] }).canonicalPaths(path)[0] ?? path;
  return {
    ...{ name: 's3', called: 'S3', canonicalPath: canonicalizePath },
    payloadHash: (request, claim) => createS3Rules(request).payloadHash(claim).unwrapOr('UNSIGNED-PAYLOAD'),
    pathRows: (path) => createS3PathRows(path, canonicalizePath(path), bucket),
    bodyRows: createStatedRows,
  };
};
