import { err, ok, type Result } from 'neverthrow';
import type { Download } from '../download.ts';
import type { FileFailure } from '../file-failures.ts';
import { encodeBase64, hashComposite, hashSha256, isSameChecksum } from '../sha256.ts';
import type { ReadFailure, TarEntry } from './read-entries.ts';
import { choosePartSizeOrSmallest } from './streamed-file.ts';

/**
 * Whether a stored file has exactly the bytes of an entry of the same size. Compares S3's checksum if it covers the
 * parts that this client sends; otherwise reads the file.
 */
export const isSameFile = async (
  entry: TarEntry,
  { size, checksum, parts }: Download,
): Promise<Result<boolean, FileFailure | ReadFailure>> => {
  const partSize = choosePartSizeOrSmallest(size);
  const count = Math.ceil(size / partSize);
  const [, said] = /-(\d+)$/.exec(checksum ?? '') ?? [];
  const isOfOurParts = checksum !== undefined && (said === undefined ? count <= 1 : Number(said) === count);
  const hashes: Uint8Array<ArrayBuffer>[] = [];
  const there = isOfOurParts ? undefined : parts();
  for (let left = size; left > 0; left -= partSize) {
    const taken = await entry.take(Math.min(partSize, left));
    if (taken.isErr()) return err(taken.error);
    if (isOfOurParts) hashes.push(await hashSha256(taken.value));
    else {
      const part = await there?.next();
      const read = part?.value ?? ok(new Uint8Array());
      if (read.isErr()) return err(read.error);
      if (!isSame(taken.value, read.value)) return ok(false);
    }
  }
  if (!isOfOurParts) {
    // A failure after the last part is one of the whole file.
    const last = await there?.next();
    return last?.value?.isErr() ? err(last.value.error) : ok(true);
  }
  const [first = await hashSha256(new Uint8Array())] = hashes;
  return ok(isSameChecksum(said === undefined ? encodeBase64(first) : await hashComposite(hashes), checksum));
};

const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, at) => byte === other[at]);
