import fc from 'fast-check';
import type { AttachmentKey } from '../../domain/attachment-key.ts';
import type { OwnerId } from '../../domain/owner.ts';
import type { Attachment, AttachmentStore } from '../../ports/attachment-store.ts';
import { must } from '../law-over.ts';
import { anyType, delicateContents, keyNamed, oneKey, oneOwner, someType } from './arbitraries.ts';
import {
  createBytes,
  failAfter,
  readWhole,
  reuseOneBuffer,
  type Source,
  sameBytes,
  splitBytes,
  textToBytes,
} from './contents.ts';
import { law } from './law-of-files.ts';
import type { AttachmentLaw } from './opened-store.ts';

const put = async (store: AttachmentStore, owner: OwnerId, key: AttachmentKey, contents: Source): Promise<void> =>
  (await store.put(owner, key, { mediaType: anyType, contents }))._unsafeUnwrap();
const get = async (store: AttachmentStore, owner: OwnerId, key: AttachmentKey): Promise<Attachment> =>
  (await store.get(owner, key))._unsafeUnwrap();

const mustBe = async (
  store: AttachmentStore,
  owner: OwnerId,
  key: AttachmentKey,
  bytes: Uint8Array,
  otherwise: string,
): Promise<void> => {
  const { size, contents } = await get(store, owner, key);
  const read = await readWhole(contents);
  must(sameBytes(read, bytes), otherwise);
  must(size === bytes.length, `A file of ${bytes.length} bytes is reported as ${size}.`);
};

const someSizes = fc.array(fc.oneof(fc.constantFrom(0, 1, 3), fc.integer({ min: 1, max: 70_000 })), {
  minLength: 1,
  maxLength: 4,
});
const someLength = fc.oneof(
  fc.nat(300),
  fc.constantFrom(0, 1, 1023, 1024, 8191, 8192, 16_383, 16_384, 16_385, 65_535, 65_536, 65_537, 131_073),
);
const MiB = 1024 * 1024;

/** Reads all bytes. Resolves to `'failed'` if reading fails. */
const readOrFailed = (contents: AsyncIterable<Uint8Array>): Promise<Uint8Array | 'failed'> =>
  readWhole(contents).catch(() => 'failed' as const);

/** Laws about the bytes of files, and the streams that carry them. */
export const bytesLaws: readonly AttachmentLaw[] = [
  law(
    'keeps every byte of every file, even of an empty one, in whichever pieces they come',
    fc.tuple(oneOwner, oneKey, someLength, fc.nat(), someSizes),
    async (store, [[owner], key, length, seed, sizes]) => {
      const bytes = createBytes(length, seed);
      // Many bytes in tiny pieces would take too long.
      const pieces = splitBytes(bytes, length > 1024 ? [...sizes, 9000] : sizes);
      await put(store, owner, key, pieces);
      await mustBe(store, owner, key, bytes, 'A file came back as another.');
    },
  ),

  law(
    'keeps what looks like text, like code or like a protocol as it is',
    oneOwner,
    async (store, [owner]) => {
      const files = delicateContents.map((text, index) => ({ key: keyNamed(`${index}`), bytes: textToBytes(text) }));
      await Promise.all(files.map(({ key, bytes }) => put(store, owner as OwnerId, key, [bytes])));
      for (const { key, bytes } of files)
        await mustBe(store, owner as OwnerId, key, bytes, 'A file came back as another.');
    },
    { parts: 5 },
  ),

  law(
    'keeps a file of several MiB',
    fc.tuple(oneOwner, fc.constantFrom(5 * MiB, 5 * MiB + 1, 10 * MiB, 10 * MiB + 3), fc.nat()),
    async (store, [[owner], length, seed]) => {
      if ((store.maxBytes ?? length) < length) return;
      const bytes = createBytes(length, seed);
      await put(store, owner, keyNamed('large'), splitBytes(bytes, [300_001]));
      await mustBe(store, owner, keyNamed('large'), bytes, 'A large file came back as another.');
      const { attachments } = (await store.list(owner, { limit: 10 }))._unsafeUnwrap();
      must(attachments.length === 1 && attachments[0]?.size === length, 'A list shows a large file as another.');
    },
    { parts: 50 },
  ),

  law(
    'keeps the media type of each file, and takes that of the file that replaces it',
    fc.tuple(oneOwner, oneKey, fc.array(fc.tuple(someType, fc.constantFrom('', 'x')), { minLength: 1, maxLength: 3 })),
    async (store, [[owner], key, files]) => {
      for (const [mediaType, text] of files) {
        (await store.put(owner, key, { mediaType, contents: [textToBytes(text)] }))._unsafeUnwrap();
        const found = await get(store, owner, key);
        await found.contents.return?.();
        must(found.mediaType === mediaType, `The media type ${mediaType} came back as ${found.mediaType}.`);
      }
    },
  ),

  law(
    'gives the file that was there when a get began, to its end, or fails, whatever is written meanwhile',
    fc.tuple(
      oneOwner,
      oneKey,
      fc.nat(),
      fc.constantFrom('replaced', 'emptied', 'deleted'),
      fc.integer({ min: 0, max: 2 }),
    ),
    async (store, [[owner], key, seed, then, pieces]) => {
      const bytes = createBytes(200_000, seed);
      await put(store, owner, key, [bytes]);
      const { contents } = await get(store, owner, key);
      const begun: Uint8Array[] = [];
      for (let piece = 0; piece < pieces; piece++) {
        const { done, value } = await contents.next();
        if (!done) begun.push(value.slice());
      }
      if (then === 'deleted') (await store.delete(owner, key))._unsafeUnwrap();
      else await put(store, owner, key, [then === 'emptied' ? new Uint8Array() : createBytes(220_000, seed + 2)]);
      const rest = await readOrFailed(contents);
      if (rest === 'failed') return;
      const read = await readWhole(inOrder([...begun, rest]));
      must(sameBytes(read, bytes), 'What was read is not the file that was there when the get began.');
    },
    { parts: 2 },
  ),

  law(
    'leaves the previous file if the source fails, and says what it failed with',
    fc.tuple(
      oneOwner,
      oneKey,
      fc.boolean(),
      fc.constantFrom(0, 1, 500, 70_000),
      fc.array(fc.nat(300), { minLength: 1, maxLength: 3 }),
    ),
    async (store, [[owner], key, isThere, length, sizes]) => {
      const before = textToBytes('what was there');
      if (isThere) await put(store, owner, key, [before]);
      const failure = new Error('The source fails.');
      const contents = failAfter(createBytes(length, 1), [...sizes, 9000], failure);
      const came = await store.put(owner, key, { mediaType: anyType, contents });
      must(
        came.isErr() && came.error.kind === 'SourceFailed' && came.error.cause === failure,
        'A put whose source failed does not report it.',
      );
      const now = await store.get(owner, key);
      if (isThere) await mustBe(store, owner, key, before, 'A put whose source failed changed what was there.');
      else must(now.isErr() && now.error.kind === 'AttachmentNotFound', 'A put whose source failed left a file.');
      if (now.isOk()) await now.value.contents.return?.();
      const { attachments } = (await store.list(owner, { limit: 10 }))._unsafeUnwrap();
      must(attachments.length === (isThere ? 1 : 0), 'A list shows a file whose source failed.');
    },
  ),

  law(
    'leaves the previous file if the source of a large file fails',
    fc.tuple(oneOwner, fc.boolean()),
    async (store, [[owner], isThere]) => {
      const [key, before, length] = [keyNamed('large'), textToBytes('what was there'), 5 * MiB + 70_000];
      if ((store.maxBytes ?? length) < length) return;
      if (isThere) await put(store, owner, key, [before]);
      const contents = failAfter(createBytes(length, 1), [300_001], new Error('The source fails.'));
      const came = await store.put(owner, key, { mediaType: anyType, contents });
      must(came.isErr() && came.error.kind === 'SourceFailed', 'A put whose source failed does not report it.');
      const { attachments } = (await store.list(owner, { limit: 10 }))._unsafeUnwrap();
      must(attachments.length === (isThere ? 1 : 0), 'A list shows a file whose source failed.');
      if (isThere) await mustBe(store, owner, key, before, 'A put whose source failed changed what was there.');
    },
    { parts: 50 },
  ),

  law(
    'shares no memory with its caller: a buffer that it took or gave can be used for other bytes',
    fc.tuple(oneOwner, oneKey, fc.constantFrom(10, 3000, 70_000), someSizes),
    async (store, [[owner], key, length, sizes]) => {
      const bytes = createBytes(length, 1);
      await put(store, owner, key, reuseOneBuffer(bytes, [...sizes, 9000]));
      await mustBe(store, owner, key, bytes, 'A store keeps a buffer of the source, which changes it.');
      const given = bytes.slice();
      await put(store, owner, key, [given]);
      given.fill(0xee);
      await mustBe(store, owner, key, bytes, 'A change of what was put, after it was put, changed the file.');
      for await (const piece of (await get(store, owner, key)).contents) piece.fill(0xee);
      await mustBe(store, owner, key, bytes, 'A change of what was read changed the file.');
    },
  ),

  law(
    'releases a file that is not read to its end, or not at all',
    fc.tuple(oneOwner, oneKey),
    async (store, [[owner], key]) => {
      const bytes = createBytes(70_000, 1);
      await put(store, owner, key, [bytes]);
      // More than a client has connections, and more at once than some stores would serve.
      for (let bunch = 0; bunch < 6; bunch++)
        await Promise.all(
          Array.from({ length: 12 }, async (_, index) => {
            const { contents } = await get(store, owner, key);
            if (index % 4 === 0) await contents.next();
            await contents.return?.();
            must((await contents.next()).done === true, 'A file that was released can still be read.');
          }),
        );
      await mustBe(store, owner, key, bytes, 'A file that was released is not what it was.');
    },
    { parts: 10 },
  ),

  law(
    'refuses a file larger than it accepts, ends its source, and leaves the previous file',
    fc.tuple(oneOwner, oneKey, fc.boolean()),
    async (store, [[owner], key, isThere]) => {
      const { maxBytes = Number.POSITIVE_INFINITY } = store;
      if (maxBytes > 16 * MiB) return;
      if (isThere) await put(store, owner, key, [textToBytes('what was there')]);
      let isEnded = false;
      const endless = async function* () {
        try {
          for (;;) yield new Uint8Array(Math.ceil(maxBytes / 3));
        } finally {
          isEnded = true;
        }
      };
      const came = await store.put(owner, key, { mediaType: anyType, contents: endless() });
      must(
        came.isErr() && came.error.kind === 'AttachmentTooLarge' && came.error.maxBytes === maxBytes,
        'A put of more than the store takes does not report it.',
      );
      must(isEnded, 'A source that was no longer needed was not ended.');
      const { attachments } = (await store.list(owner, { limit: 10 }))._unsafeUnwrap();
      must(attachments.length === (isThere ? 1 : 0), 'A put of more than the store takes left a file.');
      if (isThere)
        await mustBe(store, owner, key, textToBytes('what was there'), 'A put that was refused changed the file.');
      const most = createBytes(maxBytes, 1);
      await put(store, owner, key, [most]);
      await mustBe(store, owner, key, most, 'A file of as many bytes as the store takes came back as another.');
    },
    { parts: 10 },
  ),
];

async function* inOrder(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
}
