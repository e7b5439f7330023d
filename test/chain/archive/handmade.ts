import { encodeHeader } from '../../../src/client/archive/tar-header.ts';
import { createEndOfArchive, createEntryHead, createPadding } from '../../../src/client/archive/write-entry.ts';

// Archives as somebody with bad intentions might make them.

export interface Made {
  readonly name: string;
  readonly bytes?: Uint8Array | string;
  /** The size that the header states, if it is not the length of the bytes. */
  readonly size?: number;
  /** The kind of entry, if it is not a file. */
  readonly flag?: string;
}

export const createEntry = ({ name, bytes = '', size, flag }: Made): Buffer => {
  const content = Buffer.from(bytes);
  const said = size ?? content.length;
  const head =
    flag === undefined
      ? createEntryHead({ name, size: said, time: 0 })
      : encodeHeader({ name, size: said, flag, time: 0 });
  return Buffer.concat([head, content, createPadding(content.length)]);
};

export const opening = createEntry({ name: 'owned-notes.json', bytes: '{"format":"owned-notes","version":1}' });

export const createNoteEntry = (noteId: string, content: unknown, more: object = {}): Buffer =>
  createEntry({ name: `notes/${noteId}.json`, bytes: JSON.stringify({ noteId, content, ...more }) });

export const createClosing = (notes: number, files: number): Buffer =>
  Buffer.concat([
    createEntry({ name: 'complete.json', bytes: JSON.stringify({ notes, files }) }),
    createEndOfArchive(),
  ]);

export const joinArchive = (...entries: readonly Buffer[]): Buffer => Buffer.concat([opening, ...entries]);
