import type { BucketRequest } from '../../../../../infra/local/s3/bucket-requests.ts';
import type { Files } from '../../../../../infra/local/s3/files.ts';
import { createS3Error } from '../../../../../infra/local/s3/s3-error.ts';
import { ann, bob, bucket } from '../../../../../infra/local/s3/test-s3.ts';
import type { Denial, S3Fault } from '../planted-s3.ts';

/** Does not ask IAM about some requests. */
const unasked = (isLeftOut: (request: BucketRequest) => boolean): S3Fault => ({
  denial: (sound) => (identityId, requests) => {
    const asked = requests.filter((each) => !isLeftOut(each));
    return asked.length === 0 ? undefined : sound(identityId, asked);
  },
});

/** Also allows requests that all meet a condition. */
const alsoWhere = (isLetIn: (identityId: string, request: BucketRequest) => boolean): S3Fault => ({
  denial: (sound) => (identityId, requests) =>
    requests.every((each) => isLetIn(identityId, each)) ? undefined : sound(identityId, requests),
});

const keyIn = ({ arn }: BucketRequest): string => arn.slice(`arn:aws:s3:::${bucket}/`.length);
const prefixIn = ({ context }: BucketRequest): string | undefined => context['s3:prefix'] as string | undefined;
const isList = ({ action }: BucketRequest): boolean => action === 's3:ListBucket';
const isObject = ({ arn }: BucketRequest): boolean => arn.includes('/');

const everSeen = (): S3Fault => {
  const allowed = new Set<string>();
  return {
    denial: (sound: Denial) => (identityId, requests) => {
      const question = JSON.stringify(requests.map(({ action, arn }) => [action, arn]));
      if (allowed.has(question)) return undefined;
      const denied = sound(identityId, requests);
      if (denied === undefined) allowed.add(question);
      return denied;
    },
  };
};

/** Looks at the files before it asks IAM. */
const seeing = (told: (files: Files, request: BucketRequest) => void): S3Fault => {
  let files: Files | undefined;
  return {
    operate: (sound) => (asked) => {
      files = asked.files;
      return sound(asked);
    },
    denial: (sound) => (identityId, requests) => {
      for (const each of requests) if (files !== undefined && isObject(each)) told(files, each);
      return sound(identityId, requests);
    },
  };
};

/** Faults in what IAM is asked, and in how it compares. */
export const questionFaults = {
  'reading needs no permission': () => unasked(({ action }) => action === 's3:GetObject'),
  'writing needs no permission': () => unasked(({ action }) => action === 's3:PutObject'),
  'deleting needs no permission': () => unasked(({ action }) => action === 's3:DeleteObject'),
  'aborting an upload needs no permission': () => unasked(({ action }) => action === 's3:AbortMultipartUpload'),
  'listing parts needs no permission': () => unasked(({ action }) => action === 's3:ListMultipartUploadParts'),
  'listing needs no permission': () => unasked(isList),
  'listing uploads needs no permission': () => unasked(({ action }) => action === 's3:ListBucketMultipartUploads'),
  'a list without a prefix needs no permission': () => unasked((each) => isList(each) && !prefixIn(each)),
  'a list with a delimiter needs no permission': () => unasked(({ context }) => context['s3:delimiter'] !== undefined),
  'a list with max-keys needs no permission': () => unasked(({ context }) => context['s3:max-keys'] !== undefined),
  'a request with If-Match needs no permission': () => unasked(({ context }) => context['s3:if-match'] !== undefined),
  'a presigned URL needs no permission': () => unasked(({ context }) => context['s3:authType'] === 'REST-QUERY-STRING'),
  'a copy needs permission for its source only': (): S3Fault => ({
    denial: (sound) => (identityId, requests) => sound(identityId, requests.slice(0, 1)),
  }),
  'a copy needs permission for its target only': (): S3Fault => ({
    denial: (sound) => (identityId, requests) => sound(identityId, requests.slice(-1)),
  }),
  'what one user may do, everybody may do afterwards': everSeen,
  'folders are compared by a prefix': () =>
    alsoWhere((identityId, each) => isObject(each) && keyIn(each).startsWith(`private/${identityId}`)),
  'identities are compared by their region': () =>
    alsoWhere((identityId, each) => keyIn(each).startsWith(`private/${identityId.split(':')[0]}`)),
  'a list may have a shorter prefix': () =>
    alsoWhere((identityId, each) => isList(each) && `private/${identityId}/`.startsWith(prefixIn(each) ?? 'none')),
  'every signed-in user may read': () =>
    alsoWhere((_, each) => each.action === 's3:GetObject' && keyIn(each).startsWith('private/')),
  'the identity may be anywhere in a key': () => alsoWhere((identityId, each) => keyIn(each).includes(identityId)),
  'a policy variable in a key is substituted': () =>
    alsoWhere((_, each) => keyIn(each).startsWith(`private/\${cognito-identity.amazonaws.com:sub}/`)),
  'keys are compared case-insensitively': () =>
    alsoWhere((identityId, each) => keyIn(each).toLowerCase().startsWith(`private/${identityId}/`)),
  'a missing file is reported before permission is checked': () =>
    seeing(({ objects }, each) => {
      const isOthers = [ann, bob].some((id) => keyIn(each).startsWith(`private/${id}/`));
      if (each.action === 's3:GetObject' && isOthers && objects.find(keyIn(each)) === undefined)
        throw createS3Error('NoSuchKey', { elements: { Key: keyIn(each) } });
    }),
  'a condition is checked before permission is': () =>
    seeing(({ objects }, each) => {
      const etag = objects.find(keyIn(each))?.etag;
      if (etag !== undefined && each.context['s3:if-none-match'] === `"${etag}"`) throw createS3Error('NotModified');
    }),
} satisfies Readonly<Record<string, () => S3Fault>>;
