import { allFiles, type FilesClient } from '../../src/client/client.ts';

/** All bytes of a file. Throws where there is a failure. */
export const bytesAt = async (files: FilesClient, key: string): Promise<Buffer> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of (await files.download(key))._unsafeUnwrap().parts()) pieces.push(piece._unsafeUnwrap());
  return Buffer.concat(pieces);
};

export const keysOf = async (files: FilesClient): Promise<readonly string[]> => {
  const keys: string[] = [];
  for await (const file of allFiles(files)) keys.push(file._unsafeUnwrap().key);
  return keys;
};
