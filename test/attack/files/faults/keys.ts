import { posix } from 'node:path';
import type { Call } from '../../../../infra/local/s3/call.ts';
import type { Operation } from '../../../../infra/local/s3/operation.ts';
import type { Asked } from '../../../../infra/local/s3/operations.ts';
import { refused } from '../../../../infra/local/s3/refusal.ts';
import type { S3Fault } from '../planted-s3.ts';

const changing = (change: (asked: Asked, operation: Operation) => Asked): S3Fault => ({
  operate: (sound, operation) => (asked) => sound(change(asked, operation)),
});

/** What is kept under another key than was asked about. */
const keptBy = (keyOf: (key: string) => string): S3Fault =>
  changing((asked) => ({ ...asked, call: { ...asked.call, key: keyOf(asked.call.key) } }));

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
      if (found === undefined) throw refused('NoSuchUpload');
      return found;
    };
    return { ...asked, files: { ...files, uploads: { ...files.uploads, find } } };
  });

const withParameters = (of: Operation, read: (call: Call, name: string) => string | undefined): S3Fault =>
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

/** What is done with keys, ids of uploads and parameters once IAM has said yes. */
export const keyFaults = {
  'keys are paths': () => keptBy(resolved),
  'keys are decoded again, and are paths': () => keptBy((key) => resolved(decodedAgain(key))),
  'keys are paths of Windows': () => keptBy((key) => resolved(key.replaceAll('\\', '/'))),
  'keys are normalised, and are paths': () => keptBy((key) => resolved(key.normalize('NFKC'))),
  'keys are paths without what a file system leaves out': () =>
    keptBy(segments((each) => each.replace(/[ \0]+$/g, ''))),
  'keys are paths without parameters': () => keptBy(segments((each) => each.replace(/;.*$/, ''))),
  'two slashes begin at the top': () => keptBy((key) => key.replace(/^.*\/\/(?=private\/)/s, '')),
  'an address in a key is followed': () => keptBy((key) => key.replace(/^.*https?:\/\/[^/]+\//s, '')),
  'what is behind a line end is another request': () => keptBy((key) => resolved(key.replace(/\r\n/g, '/'))),
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
  'keys to delete are asked of nobody': () => deleting(() => false),
} satisfies Readonly<Record<string, () => S3Fault>>;
