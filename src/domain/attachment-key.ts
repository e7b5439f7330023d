import { err, ok, type Result } from 'neverthrow';
import type { EpochMillis } from './note.ts';
import { isLongerThan } from './text.ts';

declare const brand: unique symbol;

/**
 * The key of one of an owner's files, as a note's `attachment` holds it; compared exactly. 1 to 960 bytes of
 * well-formed UTF-8, so that with `private/<identity id>/` before it, it fits S3's limit of 1,024 bytes [Amazon S3 User
 * Guide, "Naming Amazon S3 objects"].
 *
 * @example
 * const key: AttachmentKey = createAttachmentKey('hello.jpg', Date.now());
 */
export type AttachmentKey = string & { readonly [brand]: 'AttachmentKey' };

/**
 * Why a text is not a valid file key. `reason` completes a sentence that begins with the key: "is longer than 960
 * bytes".
 *
 * @example
 * const reason = parseAttachmentKey('../hello.jpg').match(() => '', (invalid) => invalid.reason);
 */
export interface InvalidAttachmentKey {
  readonly kind: 'InvalidAttachmentKey';
  readonly reason: string;
}

const maxBytes = 960;

/**
 * Parses a file key. Refuses a key that would change in the path of a URL: one with `.`, `..` or nothing between
 * slashes. Also refuses control characters, which neither S3's headers nor its lists carry.
 *
 * @example
 * const key = parseAttachmentKey('1764500000000-hello.jpg'); // ok
 * const none = parseAttachmentKey('photos//hello.jpg'); // err: a segment is empty
 */
export const parseAttachmentKey = (raw: string): Result<AttachmentKey, InvalidAttachmentKey> => {
  if (loneSurrogate.test(raw)) return invalid('is not well-formed Unicode');
  if (raw === '') return invalid('is empty');
  if (isLongerThan(raw, maxBytes)) return invalid('is longer than 960 bytes');
  if (controlCharacter.test(raw)) return invalid('has a control character');
  if (raw.split('/').some((segment) => ['', '.', '..'].includes(segment)))
    return invalid('has a segment that is empty, "." or ".."');
  return ok(raw as AttachmentKey);
};

/**
 * A pattern, because some client platforms lack `isWellFormed`. With the `u` flag, it does not match the halves of a
 * pair.
 */
const loneSurrogate = /\p{Cs}/u;

/** C0, DEL and C1. */
const controlCharacter = /\p{Cc}/u;

/**
 * Creates the key of a new file, as the tutorial's clients do: `<time>-<name>`. Composes the name (NFC), because some
 * systems spell "é" as one code point and others as two. Replaces what a path or a header cannot carry by `_`. A long
 * name loses its end, but keeps an extension of up to 32 bytes.
 *
 * @example
 * createAttachmentKey('photos/été.jpg', 1764500000000); // '1764500000000-photos_été.jpg'
 */
export const createAttachmentKey = (name: string, time: EpochMillis): AttachmentKey => {
  const safe = name
    .replaceAll(/\p{Cs}/gu, '\ufffd')
    .normalize('NFC')
    .replaceAll(/[\p{Cc}/\\]/gu, '_');
  return `${time}-${shortenName(safe === '' ? 'file' : safe)}` as AttachmentKey;
};

/**
 * Returns the name for a downloaded file: the key's last segment, without the time.
 *
 * @example
 * attachmentName('1764500000000-hello.jpg'); // 'hello.jpg'
 */
export const attachmentName = (key: string): string => {
  const name = key.slice(key.lastIndexOf('/') + 1);
  return /^\d+-./u.test(name) ? name.slice(name.indexOf('-') + 1) : name;
};

/** The bytes of UTF-8 that file systems allow in a name, minus those of the time. */
const maxNameBytes = 240;

const shortenName = (name: string): string => {
  if (!isLongerThan(name, maxNameBytes)) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && !isLongerThan(name.slice(dot), 32) ? name.slice(dot) : '';
  const letters = [...name.slice(0, name.length - extension.length)];
  while (isLongerThan(letters.join('') + extension, maxNameBytes)) letters.pop();
  return letters.join('') + extension;
};

const invalid = (reason: string) => err({ kind: 'InvalidAttachmentKey', reason } as const);
