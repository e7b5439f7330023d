import { posix } from 'node:path';
import type { S3Call } from '../../../../infra/local/s3/call.ts';
import type { Files } from '../../../../infra/local/s3/files.ts';
import type { Operation } from '../../../../infra/local/s3/operation.ts';
import type { OperationContext } from '../../../../infra/local/s3/operations.ts';
import { createS3Error } from '../../../../infra/local/s3/s3-error.ts';
import type { S3Fault } from '../planted-s3.ts';

const changing = (change: (asked: OperationContext, operation: Operation) => OperationContext): S3Fault => ({
  operate: (sound, operation) => (asked) => sound(change(asked, operation)),
});

/** What is kept under another key than was asked about. */
const keptBy = (keyOf: (key: string) => string): S3Fault =>
  changing((asked) => ({ ...asked, call: { ...asked.call, key: keyOf(asked.call.key) } }));

/** The same of keys that have something in them alone: what others have is no way in. */
const keptWhere = (has: RegExp, keyOf: (key: string) => string): S3Fault =>
  keptBy((key) => (has.test(key) ? keyOf(key) : key));

/** A key as a path. */
const resolved = (key: string): string => posix.normalize(key).replace(/^\/+/, '');
const segments = (change: (segment: string) => string) => (key: string) =>
  resolved(key.split('/').map(change).join('/'));

const decodedAgain = (key: string): string => {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
};

/** An upload is found by its id alone. */
const uploadsById = (...of: readonly Operation[]): S3Fault =>
  changing((asked, operation) => {
    if (!of.includes(operation)) return asked;
    const { files } = asked;
    const find = (id: string) => {
      const found = files.uploads.all().find((each) => each.id === id);
      if (found === undefined) throw createS3Error('NoSuchUpload');
      return found;
    };
    return { ...asked, files: { ...files, uploads: { ...files.uploads, find } } };
  });

const withParameters = (of: Operation, read: (call: S3Call, name: string) => string | undefined): S3Fault =>
  changing((asked, operation) =>
    operation === of ? { ...asked, call: { ...asked.call, parameter: (name) => read(asked.call, name) } } : asked,
  );

/** A list that drops its prefix where another parameter is there. */
const prefixLostBy = (other: string, of: Operation = 'ListObjectsV2'): S3Fault =>
  withParameters(of, ({ parameter }, name) =>
    name === 'prefix' && parameter(other) !== undefined ? '' : parameter(name),
  );

/** `DeleteObjects` that asks for some of its keys. */
const deleting = (isAsked: (index: number) => boolean): S3Fault => ({
  operate: (sound, operation) => (asked) => {
    let index = 0;
    return operation === 'DeleteObjects'
      ? sound({ ...asked, denial: (request) => (isAsked(index++) ? asked.denial(request) : undefined) })
      : sound(asked);
  },
});

/** Removes what it then says it may not. */
const refusedTooLate = (): S3Fault => {
  let files: Files | undefined;
  return {
    operate: (sound) => (asked) => {
      files = asked.files;
      return sound(asked);
    },
    denial: (sound) => (identityId, requests) => {
      const denied = sound(identityId, requests);
      for (const { action, arn } of requests)
        if (denied !== undefined && action === 's3:DeleteObject')
          files?.objects.delete(arn.slice(arn.indexOf('/') + 1), () => {}).catch(() => {});
      return denied;
    },
  };
};

/** What is done with keys, ids of uploads and parameters once IAM has said yes. */
export const keyFaults = {
  'keys are paths': () => keptBy(resolved),
  'keys that are escaped twice are paths': () => keptWhere(/%[0-9a-f]{2}/i, (key) => resolved(decodedAgain(key))),
  'keys with backslashes are paths': () => keptWhere(/\\/, (key) => resolved(key.replaceAll('\\', '/'))),
  'keys that are not normalised are paths': () => keptWhere(/[^\x20-\x7e]/, (key) => resolved(key.normalize('NFKC'))),
  'keys with a space at the end of a segment are paths': () =>
    keptWhere(
      / \//,
      segments((each) => each.trimEnd()),
    ),
  'keys with a NUL are paths': () => keptWhere(/\0/, (key) => resolved(key.replaceAll('\0', ''))),
  'keys with parameters are paths': () =>
    keptWhere(
      /;/,
      segments((each) => each.replace(/;.*$/, '')),
    ),
  'two slashes begin at the top': () => keptBy((key) => key.replace(/^.*\/\/(?=private\/)/s, '')),
  'an address in a key is followed': () => keptBy((key) => key.replace(/^.*https?:\/\/[^/]+\//s, '')),
  'keys with a line end are paths': () => keptWhere(/\r\n/, resolved),
  'keys are in small letters': () => keptBy((key) => key.toLowerCase()),
  'the source of a copy is a path': () =>
    changing((asked) => ({ ...asked, source: asked.source && { ...asked.source, key: resolved(asked.source.key) } })),
  'parts are listed by the upload’s id alone': () => uploadsById('ListParts'),
  'parts are added by the upload’s id alone': () => uploadsById('UploadPart'),
  'uploads are completed by their id alone': () => uploadsById('CompleteMultipartUpload'),
  'uploads are given up by their id alone': () => uploadsById('AbortMultipartUpload'),
  'a list that goes on has lost its prefix': () => prefixLostBy('continuation-token'),
  'a list that starts somewhere has lost its prefix': () => prefixLostBy('start-after'),
  'a list with a delimiter has lost its prefix': () => prefixLostBy('delimiter'),
  'a list of uploads that goes on has lost its prefix': () => prefixLostBy('key-marker', 'ListMultipartUploads'),
  'the prefix of a list is a path': () =>
    withParameters('ListObjectsV2', ({ parameter }, name) => {
      const value = parameter(name);
      return name === 'prefix' && value !== undefined ? resolved(value) : value;
    }),
  'the prefix of a list is a beginning of names': () =>
    withParameters('ListObjectsV2', ({ parameter }, name) => {
      const value = parameter(name);
      return name === 'prefix' ? value?.replace(/\/$/, '') : value;
    }),
  'of keys to delete the first is asked about': () => deleting((index) => index === 0),
  'of keys to delete each other is asked about': () => deleting((index) => index % 2 === 0),
  'what is deleted is refused too late': refusedTooLate,
  'keys to delete are asked of nobody': () => deleting(() => false),
} satisfies Readonly<Record<string, () => S3Fault>>;
