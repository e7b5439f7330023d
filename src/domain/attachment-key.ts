import { err, ok, type Result } from 'neverthrow';
import type { EpochMillis } from './note.ts';
import { isLongerThan } from './text.ts';

declare const brand: unique symbol;

/**
 * The key of a file among its owner's, compared exactly: what a note's `attachment` says. 1 to 960 bytes of well-formed UTF-8, so that
 * with `private/<identity id>/` before it a key of S3 has its 1,024 [Amazon S3 User Guide, "Naming Amazon S3 objects"].
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
 * Refuses what cannot be the path of a URL without becoming another: `.`, `..` and nothing between slashes. Refuses control characters
 * too, which neither the headers nor the lists of S3 carry.
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

/** By a pattern, as clients of platforms without `isWellFormed` ask too; of a pair, a pattern with `u` sees no halves. */
const loneSurrogate = /\p{Cs}/u;

/** C0, DEL and C1. */
const controlCharacter = /\p{Cc}/u;

/**
 * The key of a new file, as the tutorial's clients make it: `<time>-<name>`. The name is composed (NFC), as one system spells "é" in one
 * letter and another in two; what a path or a header cannot carry becomes `_`. Of a long name the end goes, not the extension.
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
 * What a downloaded file is called: the key's last segment, without the time.
 *
 * @example
 * attachmentName('1764500000000-hello.jpg'); // 'hello.jpg'
 */
export const attachmentName = (key: string): string => {
  const name = key.slice(key.lastIndexOf('/') + 1);
  return /^\d+-./u.test(name) ? name.slice(name.indexOf('-') + 1) : name;
};

/** Bytes of UTF-8 that file systems allow a name, less those of the time. */
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
