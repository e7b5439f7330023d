import { canonicalPath, headerValues, type RawRequest, sha256 } from '../http-api/canonical-request.ts';
import type { SignedClaim } from '../http-api/signed-claim.ts';
import { s3Rules } from '../s3/signature.ts';
import { bodyRows, statedRows } from './body-variants.ts';
import { pathRows, type Row } from './path-variants.ts';
import { pathRowsOfS3 } from './s3-path-variants.ts';

/** A service whose signatures are explained, and in what its canonical requests are others. */
export interface SignedService {
  /** As a scope has it. */
  readonly name: 'execute-api' | 's3' | 'dynamodb' | 'sts';
  /** In a sentence, such as `this API`. */
  readonly called: string;
  readonly canonicalPath: (path: string) => string;
  readonly payloadHash: (request: RawRequest, claim: SignedClaim) => string;
  /** What signers make of the path, and what they give as the payload's hash. */
  readonly pathRows: (path: string) => readonly Row[];
  readonly bodyRows: (request: RawRequest) => readonly Row[];
}

const usual = (name: SignedService['name'], called: string): SignedService => ({
  ...{ name, called, canonicalPath, pathRows, bodyRows },
  payloadHash: ({ rawHeaders, body }) => headerValues(rawHeaders, 'x-amz-content-sha256')[0] ?? sha256(body),
});

export const theApi = usual('execute-api', 'this API');
export const dynamoDb = usual('dynamodb', 'DynamoDB');
export const theSts = usual('sts', 'STS');

/** S3 with one bucket. The payload is not at hand when its signature is looked at: the head says what is signed of it. */
export const s3Of = (bucket: string): SignedService => {
  const pathOf = (path: string): string =>
    s3Rules({ method: '', target: { path, query: '' }, rawHeaders: [] }).canonicalPaths(path)[0] ?? path;
  return {
    ...{ name: 's3', called: 'S3', canonicalPath: pathOf },
    payloadHash: (request, claim) => s3Rules(request).payloadHash(claim).unwrapOr('UNSIGNED-PAYLOAD'),
    pathRows: (path) => pathRowsOfS3(path, pathOf(path), bucket),
    bodyRows: statedRows,
  };
};
