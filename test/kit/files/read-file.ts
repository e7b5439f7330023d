import { type FilesClient, listAllFiles } from '../../../src/client/files.ts';

/** Downloads all bytes of a file. Throws on a failure. */
export const readBytesAt = async (files: FilesClient, key: string): Promise<Buffer> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of (await files.download(key))._unsafeUnwrap().parts()) pieces.push(piece._unsafeUnwrap());
  return Buffer.concat(pieces);
};

export const listKeys = async (files: FilesClient): Promise<readonly string[]> => {
  const keys: string[] = [];
  for await (const file of listAllFiles(files)) keys.push(file._unsafeUnwrap().key);
  return keys;
};
