import { expect, test } from 'vitest';
import { parseAttachmentKey } from '../../domain/attachment-key.ts';
import { parseMediaType } from '../../domain/media-type.ts';
import { parseOwnerId } from '../../domain/owner.ts';
import { createMemoryAttachmentStore } from './memory-attachment-store.ts';

const owner = parseOwnerId('ann')._unsafeUnwrap();
const key = parseAttachmentKey('a')._unsafeUnwrap();
const mediaType = parseMediaType('text/plain')._unsafeUnwrap();

test('the last page has no member for a next one', async () => {
  const store = createMemoryAttachmentStore();
  expect((await store.list(owner, { limit: 1 }))._unsafeUnwrap()).toStrictEqual({ attachments: [] });
  await store.put(owner, key, { mediaType, contents: [] });
  const attachments = [{ key, size: 0, modifiedAt: expect.any(Number) }];
  expect((await store.list(owner, { limit: 1 }))._unsafeUnwrap()).toStrictEqual({ attachments });
});

test('a file has at most 64 MiB by default', async () => {
  const piece = new Uint8Array(1024 * 1024);
  const source = (pieces: number) => Array.from({ length: pieces }, () => piece);
  const store = createMemoryAttachmentStore();
  expect((await store.put(owner, key, { mediaType, contents: source(64) })).isOk()).toBe(true);
  const refused = await store.put(owner, key, { mediaType, contents: source(65) });
  expect(refused._unsafeUnwrapErr()).toEqual({ kind: 'AttachmentTooLarge', maxBytes: 64 * 1024 * 1024 });
});
