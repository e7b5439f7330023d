import type { _Object } from '@aws-sdk/client-s3';
import type { AttachmentEntry } from '../../ports/attachment-store.ts';
import { keyOf } from './place.ts';

/** The name of an object in a list with `EncodingType: 'url'`: as a form's value, in which a space is a plus. */
export const nameOf = ({ Key: name = '' }: Pick<_Object, 'Key'>): string =>
  decodeURIComponent(name.replaceAll('+', ' '));

/** What a list says of an object; `undefined` where its name has no key. */
export const entryOf = (place: string, object: _Object): AttachmentEntry | undefined => {
  const key = keyOf(place, nameOf(object));
  return key && { key, size: object.Size ?? 0, modifiedAt: Number(object.LastModified) };
};
