import type { _Object, ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import type { AttachmentEntry } from '../../ports/attachment-store.ts';
import { parseObjectName } from './object-name.ts';

/**
 * Decodes an object's name in a list with `EncodingType: 'url'`: encoded like a form value, in which `+` is a space.
 */
export const decodeName = ({ Key: name = '' }: Pick<_Object, 'Key'>): string =>
  decodeURIComponent(name.replaceAll('+', ' '));

/**
 * Reads a list's objects, except those whose names hold no key. Returns `undefined` if the list is incomplete: it was
 * cut, or is not S3's.
 */
export const readEntries = (
  place: string,
  { Contents: objects = [], KeyCount: count }: Pick<ListObjectsV2CommandOutput, 'Contents' | 'KeyCount'>,
): readonly AttachmentEntry[] | undefined => {
  // The count precedes the objects, so it is there even if the list was cut.
  if (objects.length !== count) return undefined;
  const entries: AttachmentEntry[] = [];
  for (const object of objects) {
    const { Size: size, LastModified: modified } = object;
    if (size === undefined || modified === undefined) return undefined;
    const key = parseObjectName(place, decodeName(object));
    if (key !== undefined) entries.push({ key, size, modifiedAt: modified.getTime() });
  }
  return entries;
};
