import { usage } from './cli-error.ts';

/** Bytes: as long as a request to API Gateway may be [quotas of HTTP APIs: payload size 10 MB]. */
export const longestText = 10 * 1024 * 1024;

/**
 * The text of a file or of standard input, without a byte order mark. Windows PowerShell 5 writes UTF-16 with a mark
 * (`Out-File`, `>`), and UTF-8 with one. A byte that is no UTF-8 is refused: it would come out as another character. Throws
 * `Failure`.
 */
export const decodeText = (bytes: Uint8Array, name: string): string => {
  const encoding = encodings.find(([mark]) => mark.every((byte, at) => bytes[at] === byte))?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw usage(`${name} is not ${encoding.toUpperCase()}.`);
  }
};

const encodings = [
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
] as const;

/** All of a stream, unless it is longer than a text may be: it might not end. Throws `Failure`. */
export const readBytes = async (chunks: AsyncIterable<Uint8Array>, name: string): Promise<Uint8Array> => {
  const read: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > longestText) throw tooLong(name);
    read.push(chunk);
  }
  return Buffer.concat(read);
};

export const tooLong = (name: string) => usage(`${name} is longer than 10 MiB.`);
