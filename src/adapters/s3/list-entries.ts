import type { _Object, ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import type { AttachmentEntry } from '../../ports/attachment-store.ts';
import { keyOf } from './place.ts';

/** The name of an object in a list with `EncodingType: 'url'`: as a form's value, in which a space is a plus. */
export const decodeName = ({ Key: name = '' }: Pick<_Object, 'Key'>): string =>
  decodeURIComponent(name.replaceAll('+', ' '));

/**
 * What a list says of its objects, but for those whose names have no key. `undefined` where it does not say it all: it is cut, or not S3's.
 */
export const readEntries = (
  place: string,
  { Contents: objects = [], KeyCount: count }: Pick<ListObjectsV2CommandOutput, 'Contents' | 'KeyCount'>,
): readonly AttachmentEntry[] | undefined => {
  // It stands before the objects.
  if (objects.length !== count) return undefined;
  const entries: AttachmentEntry[] = [];
  for (const object of objects) {
    const { Size: size, LastModified: modified } = object;
    if (size === undefined || modified === undefined) return undefined;
    const key = keyOf(place, decodeName(object));
    if (key !== undefined) entries.push({ key, size, modifiedAt: modified.getTime() });
  }
  return entries;
};
