import type { BucketRequest } from '../../../../infra/local/s3/bucket-requests.ts';
import type { Files } from '../../../../infra/local/s3/files.ts';
import { createS3Error } from '../../../../infra/local/s3/s3-error.ts';
import { ann, bob, bucket } from '../../../../infra/local/s3/test-s3.ts';
import type { Denial, S3Fault } from '../planted-s3.ts';

/** Leaves out the questions that something is true of. */
const unasked = (isLeftOut: (request: BucketRequest) => boolean): S3Fault => ({
  denial: (sound) => (identityId, requests) => {
    const asked = requests.filter((each) => !isLeftOut(each));
    return asked.length === 0 ? undefined : sound(identityId, asked);
  },
});

/** Lets in, too, where something is true of each question. */
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

/** Looks at the files before it asks. */
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

/** What IAM is asked, and how it compares. */
export const questionFaults = {
  'reading is asked of nobody': () => unasked(({ action }) => action === 's3:GetObject'),
  'writing is asked of nobody': () => unasked(({ action }) => action === 's3:PutObject'),
  'deleting is asked of nobody': () => unasked(({ action }) => action === 's3:DeleteObject'),
  'giving up an upload is asked of nobody': () => unasked(({ action }) => action === 's3:AbortMultipartUpload'),
  'listing parts is asked of nobody': () => unasked(({ action }) => action === 's3:ListMultipartUploadParts'),
  'listing is asked of nobody': () => unasked(isList),
  'listing uploads is asked of nobody': () => unasked(({ action }) => action === 's3:ListBucketMultipartUploads'),
  'a list without a prefix is asked of nobody': () => unasked((each) => isList(each) && !prefixIn(each)),
  'a list with a delimiter is asked of nobody': () => unasked(({ context }) => context['s3:delimiter'] !== undefined),
  'a list with max-keys is asked of nobody': () => unasked(({ context }) => context['s3:max-keys'] !== undefined),
  'what has a condition is asked of nobody': () => unasked(({ context }) => context['s3:if-match'] !== undefined),
  'what is presigned is asked of nobody': () =>
    unasked(({ context }) => context['s3:authType'] === 'REST-QUERY-STRING'),
  'a copy asks for its source alone': (): S3Fault => ({
    denial: (sound) => (identityId, requests) => sound(identityId, requests.slice(0, 1)),
  }),
  'a copy asks for its target alone': (): S3Fault => ({
    denial: (sound) => (identityId, requests) => sound(identityId, requests.slice(-1)),
  }),
  'what one may, everybody may from then on': everSeen,
  'folders are compared by their beginning': () =>
    alsoWhere((identityId, each) => isObject(each) && keyIn(each).startsWith(`private/${identityId}`)),
  'identities are compared by their region': () =>
    alsoWhere((identityId, each) => keyIn(each).startsWith(`private/${identityId.split(':')[0]}`)),
  'a list may be of a shorter prefix': () =>
    alsoWhere((identityId, each) => isList(each) && `private/${identityId}/`.startsWith(prefixIn(each) ?? 'none')),
  'everybody who is signed in may read': () =>
    alsoWhere((_, each) => each.action === 's3:GetObject' && keyIn(each).startsWith('private/')),
  'an identity may be anywhere in a key': () => alsoWhere((identityId, each) => keyIn(each).includes(identityId)),
  'a variable that a client writes counts': () =>
    alsoWhere((_, each) => keyIn(each).startsWith(`private/\${cognito-identity.amazonaws.com:sub}/`)),
  'capitals are small letters': () =>
    alsoWhere((identityId, each) => keyIn(each).toLowerCase().startsWith(`private/${identityId}/`)),
  'what is missing is told before it is asked': () =>
    seeing(({ objects }, each) => {
      const isOthers = [ann, bob].some((id) => keyIn(each).startsWith(`private/${id}/`));
      if (each.action === 's3:GetObject' && isOthers && objects.find(keyIn(each)) === undefined)
        throw createS3Error('NoSuchKey', { elements: { Key: keyIn(each) } });
    }),
  'a condition is looked at before it is asked': () =>
    seeing(({ objects }, each) => {
      const etag = objects.find(keyIn(each))?.etag;
      if (etag !== undefined && each.context['s3:if-none-match'] === `"${etag}"`) throw createS3Error('NotModified');
    }),
} satisfies Readonly<Record<string, () => S3Fault>>;
