import { createHash } from 'node:crypto';
import { createByteReader } from '../../../src/client/archive/byte-reader.ts';
import { readEntries } from '../../../src/client/archive/read-entries.ts';
import { splitIntoPieces } from './archives.ts';

/** Selects what an owner wrote of a note: not whose it is, nor when the server wrote it. */
const selectOwnFields = ({ userId: _, createdAt: __, updatedAt: ___, ...own }: Readonly<Record<string, unknown>>) =>
  own;

/** Reads what an archive says, in an order that does not depend on when it was made. */
export const readArchiveEntries = async (archive: Uint8Array) => {
  const notes: Readonly<Record<string, unknown>>[] = [];
  const files: {
    readonly name: string;
    readonly type: string | undefined;
    readonly size: number;
    readonly sha256: string;
  }[] = [];
  const reader = createByteReader(splitIntoPieces(archive));
  for await (const read of readEntries(reader)) {
    const { name, size, type, take } = read._unsafeUnwrap();
    const bytes = (await take(size))._unsafeUnwrap();
    if (name.startsWith('notes/')) notes.push(selectOwnFields(JSON.parse(new TextDecoder().decode(bytes))));
    else if (name.startsWith('files/'))
      files.push({ name, type, size, sha256: createHash('sha256').update(bytes).digest('hex') });
  }
  return { notes, files: files.toSorted((one, other) => (one.name < other.name ? -1 : 1)) };
};
