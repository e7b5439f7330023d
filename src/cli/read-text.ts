import { usage } from './cli-error.ts';

/** In bytes: the largest request that API Gateway accepts [quotas of HTTP APIs: payload size 10 MB]. */
export const longestText = 10 * 1024 * 1024;

/**
 * Decodes the text of a file or of standard input, and drops a byte order mark. Windows PowerShell 5 writes UTF-16 with
 * a mark (`Out-File`, `>`), and UTF-8 with one. Throws `CliError` if the bytes are invalid: they would decode to other
 * characters.
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

/** Reads a whole stream. Throws `CliError` if it is longer than a text may be, since it might not end. */
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
