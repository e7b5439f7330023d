import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCredentials, type TemporaryCredentials } from '../credentials.ts';
import { evaluate } from '../iam/evaluate.ts';
import { parsePolicy } from '../iam/parse-policy.ts';
import { closeServer, listen } from '../listen.ts';
import type { BucketRequest } from './bucket-requests.ts';
import { openS3, type S3Options, type S3RefusedRequest } from './s3.ts';

export const bucket = 'owned-notes-uploads';
export const region = 'us-east-1';
export const accountId = '123456789012';

/** The user whose files the requests under test are about. */
export const ann = 'us-east-1:aaaaaaaa-1111-4222-8333-444455556666';
/** Another user. */
export const bob = 'us-east-1:bbbbbbbb-1111-4222-8333-444455556666';

export const credentials = createCredentials<string>(randomBytes(32));
export const issueCredentials = (identityId: string, expiration = Date.now() + 3_600_000): TemporaryCredentials =>
  credentials.issue(identityId, expiration);

const own = `private/\${cognito-identity.amazonaws.com:sub}`;

/**
 * The policy of a role like the tutorial's: users may access what is under their own identity id, and list only that.
 */
const policy = parsePolicy(
  {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: [
          ...['s3:PutObject', 's3:GetObject', 's3:DeleteObject'],
          ...['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
        ],
        Resource: `arn:aws:s3:::${bucket}/${own}/*`,
      },
      {
        Effect: 'Allow',
        Action: ['s3:ListBucket', 's3:ListBucketMultipartUploads'],
        Resource: `arn:aws:s3:::${bucket}`,
        Condition: { StringLike: { 's3:prefix': `${own}/*` } },
      },
    ],
  },
  { kind: 'Identity', name: 'files' },
)._unsafeUnwrap();

/** Creates a `denial` by the policy above; `isIgnored` selects requests to deny regardless. */
export const createDenial =
  (isIgnored: (request: BucketRequest) => boolean = () => false) =>
  (identityId: string, requests: readonly BucketRequest[]): string | undefined => {
    if (requests.length === 0) throw new Error('Nothing was asked for.');
    const refused = requests.find((asked) => {
      const request = {
        principal: {
          kind: 'RoleSession' as const,
          roleArn: `arn:aws:iam::${accountId}:role/authenticated`,
          sessionName: 'CognitoIdentityCredentials',
        },
        action: asked.action,
        resource: { arn: asked.arn, accountId },
        context: { ...asked.context, 'cognito-identity.amazonaws.com:sub': identityId },
      };
      return isIgnored(asked) || evaluate(request, { identity: [policy] }).decision !== 'Allow';
    });
    return refused && `not authorized to perform: ${refused.action} on resource: ${refused.arn}`;
  };

export interface TestS3 extends AsyncDisposable {
  readonly endpoint: string;
  readonly port: number;
  readonly folder: string;
  readonly refusals: S3RefusedRequest<string>[];
}

/** Starts S3 on its own port, over a temporary folder unless one is given. */
export const startTestS3 = async (options: Partial<S3Options<string>> = {}): Promise<TestS3> => {
  await using starting = new AsyncDisposableStack();
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'files-')));
  if (options.folder === undefined) starting.defer(() => rm(folder, { recursive: true }));
  const refusals: S3RefusedRequest<string>[] = [];
  const listener = await openS3<string>({
    ...{ bucket, region, accountId, folder, credentials: [credentials], denial: createDenial() },
    onRefusal: (refused) => refusals.push(refused),
    ...options,
  });
  const server = createServer({ requestTimeout: 0 }, listener);
  const endpoint = await listen(server, 'S3', 0);
  starting.defer(() => {
    server.closeAllConnections();
    return closeServer(server);
  });
  const running = starting.move();
  return {
    ...{ endpoint, folder, refusals, port: Number(new URL(endpoint).port) },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
};
