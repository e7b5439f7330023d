import { posix } from 'node:path';
import type { S3Call } from '../../../../../infra/local/s3/call.ts';
import type { Files } from '../../../../../infra/local/s3/files.ts';
import type { Operation } from '../../../../../infra/local/s3/operation.ts';
import type { OperationContext } from '../../../../../infra/local/s3/operations.ts';
import { createS3Error } from '../../../../../infra/local/s3/s3-error.ts';
import type { S3Fault } from '../planted-s3.ts';

const changing = (change: (asked: OperationContext, operation: Operation) => OperationContext): S3Fault => ({
  operate: (sound, operation) => (asked) => sound(change(asked, operation)),
});

/** Stores under another key than the one that IAM was asked about. */
const keptBy = (keyOf: (key: string) => string): S3Fault =>
  changing((asked) => ({ ...asked, call: { ...asked.call, key: keyOf(asked.call.key) } }));

/** Does so only for keys that contain something; for all others, the key is right. */
const keptWhere = (has: RegExp, keyOf: (key: string) => string): S3Fault =>
  keptBy((key) => (has.test(key) ? keyOf(key) : key));

/** Resolves a key as a path. */
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

/** Finds an upload by its id alone. */
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

/** Drops the prefix of a list if another parameter is present. */
const prefixLostBy = (other: string, of: Operation = 'ListObjectsV2'): S3Fault =>
  withParameters(of, ({ parameter }, name) =>
    name === 'prefix' && parameter(other) !== undefined ? '' : parameter(name),
  );

/** Asks IAM about only some of the keys of a `DeleteObjects`. */
const deleting = (isAsked: (index: number) => boolean): S3Fault => ({
  operate: (sound, operation) => (asked) => {
    let index = 0;
    return operation === 'DeleteObjects'
      ? sound({ ...asked, denial: (request) => (isAsked(index++) ? asked.denial(request) : undefined) })
      : sound(asked);
  },
});

/** Deletes the object, and then answers that it may not. */
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

/** Faults in what happens to keys, upload ids and parameters after IAM has allowed the request. */
export const keyFaults = {
  'keys are resolved as paths': () => keptBy(resolved),
  'keys that are escaped twice are resolved as paths': () =>
    keptWhere(/%[0-9a-f]{2}/i, (key) => resolved(decodedAgain(key))),
  'keys with backslashes are resolved as paths': () => keptWhere(/\\/, (key) => resolved(key.replaceAll('\\', '/'))),
  'keys that are not normalized are resolved as paths': () =>
    keptWhere(/[^\x20-\x7e]/, (key) => resolved(key.normalize('NFKC'))),
  'keys with a space at the end of a segment are resolved as paths': () =>
    keptWhere(
      / \//,
      segments((each) => each.trimEnd()),
    ),
  'keys with a NUL are resolved as paths': () => keptWhere(/\0/, (key) => resolved(key.replaceAll('\0', ''))),
  'keys with parameters are resolved as paths': () =>
    keptWhere(
      /;/,
      segments((each) => each.replace(/;.*$/, '')),
    ),
  'two slashes start again at the root': () => keptBy((key) => key.replace(/^.*\/\/(?=private\/)/s, '')),
  'a URL in a key is reduced to its path': () => keptBy((key) => key.replace(/^.*https?:\/\/[^/]+\//s, '')),
  'keys with a line end are resolved as paths': () => keptWhere(/\r\n/, resolved),
  'keys become lower case': () => keptBy((key) => key.toLowerCase()),
  'the source of a copy is resolved as a path': () =>
    changing((asked) => ({ ...asked, source: asked.source && { ...asked.source, key: resolved(asked.source.key) } })),
  'the upload’s id alone suffices to list parts': () => uploadsById('ListParts'),
  'the upload’s id alone suffices to add parts': () => uploadsById('UploadPart'),
  'the upload’s id alone suffices to complete it': () => uploadsById('CompleteMultipartUpload'),
  'the upload’s id alone suffices to abort it': () => uploadsById('AbortMultipartUpload'),
  'a list with a continuation token loses its prefix': () => prefixLostBy('continuation-token'),
  'a list with start-after loses its prefix': () => prefixLostBy('start-after'),
  'a list with a delimiter loses its prefix': () => prefixLostBy('delimiter'),
  'a list of uploads with a key marker loses its prefix': () => prefixLostBy('key-marker', 'ListMultipartUploads'),
  'the prefix of a list is resolved as a path': () =>
    withParameters('ListObjectsV2', ({ parameter }, name) => {
      const value = parameter(name);
      return name === 'prefix' && value !== undefined ? resolved(value) : value;
    }),
  'the prefix of a list loses its last slash': () =>
    withParameters('ListObjectsV2', ({ parameter }, name) => {
      const value = parameter(name);
      return name === 'prefix' ? value?.replace(/\/$/, '') : value;
    }),
  'of several keys to delete, only the first needs permission': () => deleting((index) => index === 0),
  'of several keys to delete, only every other one needs permission': () => deleting((index) => index % 2 === 0),
  'a delete is refused after the file is deleted': refusedTooLate,
  'keys to delete need no permission': () => deleting(() => false),
} satisfies Readonly<Record<string, () => S3Fault>>;
