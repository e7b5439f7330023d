import { errAsync, okAsync, type Result, ResultAsync } from 'neverthrow';
import type { AttachmentKey } from '../../domain/attachment-key.ts';
import type { OwnerId } from '../../domain/owner.ts';
import { compareText } from '../../domain/text.ts';
import type {
  AttachmentEntry,
  AttachmentStore,
  AttachmentTooLarge,
  NewAttachment,
  SourceFailed,
} from '../../ports/attachment-store.ts';
import { splitIntoParts } from '../streams/split-into-parts.ts';

/**
 * How large a file may be.
 *
 * @example
 * const options: MemoryAttachmentStoreOptions = { maxBytes: 1024 * 1024 };
 */
export interface MemoryAttachmentStoreOptions {
  /** Maximum bytes of one file; 64 MiB by default. */
  readonly maxBytes?: number;
}

interface File extends Pick<NewAttachment, 'mediaType'> {
  readonly entry: AttachmentEntry;
  /** Never modified. */
  readonly bytes: Uint8Array;
}

/**
 * Creates a store of files in a map of maps: for tests, for examples, and as the plainest statement of what the port
 * promises.
 *
 * @param options - How large a file may be.
 *
 * @example
 * const put = await createMemoryAttachmentStore().put(owner, key, { mediaType, contents: [new Uint8Array(1024)] });
 */
export const createMemoryAttachmentStore = ({
  maxBytes = 64 * 1024 * 1024,
}: MemoryAttachmentStoreOptions = {}): AttachmentStore => {
  const byOwner = new Map<OwnerId, Map<AttachmentKey, File>>();

  const findOrCreateFiles = (owner: OwnerId): Map<AttachmentKey, File> => {
    const known = byOwner.get(owner);
    if (known !== undefined) return known;
    const fresh = new Map<AttachmentKey, File>();
    byOwner.set(owner, fresh);
    return fresh;
  };

  const keep = (owner: OwnerId, file: File): void => {
    findOrCreateFiles(owner).set(file.entry.key, file);
  };

  return {
    put: (owner, key, { mediaType, contents }) =>
      new ResultAsync(readWhole(contents, maxBytes)).map((bytes) => {
        const entry = Object.freeze({ key, size: bytes.length, modifiedAt: Date.now() });
        return keep(owner, { mediaType, bytes, entry });
      }),

    get: (owner, key) => {
      const file = findOrCreateFiles(owner).get(key);
      if (file === undefined) return errAsync({ kind: 'AttachmentNotFound' });
      return okAsync({ ...file.entry, mediaType: file.mediaType, contents: splitIntoPieces(file.bytes) });
    },

    delete: (owner, key) => {
      findOrCreateFiles(owner).delete(key);
      return okAsync();
    },

    list: (owner, { limit, after }) => {
      const all = [...findOrCreateFiles(owner).values()]
        .map(({ entry }) => entry)
        .filter(({ key }) => after === undefined || compareText(key, after) > 0)
        .sort((a, b) => compareText(a.key, b.key));
      const attachments = all.slice(0, limit);
      const next = all.length > limit ? attachments.at(-1)?.key : undefined;
      return okAsync({ attachments, ...(next !== undefined && { next }) });
    },
  };
};

const readWhole = async (
  contents: NewAttachment['contents'],
  maxBytes: number,
): Promise<Result<Uint8Array, SourceFailed | AttachmentTooLarge>> => {
  for await (const part of splitIntoParts(contents, { partBytes: Number.POSITIVE_INFINITY, maxBytes }))
    return part.map(({ bytes }) => bytes);
  throw new Error('A source has at least one part.');
};

const pieceBytes = 64 * 1024;

async function* splitIntoPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  for (let start = 0; start < bytes.length; start += pieceBytes) yield bytes.slice(start, start + pieceBytes);
}
