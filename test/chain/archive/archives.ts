import { type ExportFailure, type ExportOptions, exportAll } from '../../../src/client/archive/export-all.ts';
import type { Fetch } from '../../../src/client/exchange.ts';
import type { Account } from './account.ts';

/** An export as far as it came, and how it ended. */
export interface Exported {
  readonly bytes: Buffer;
  readonly failure: ExportFailure | undefined;
}

export const exportAccount = async (
  account: Account,
  options: ExportOptions = {},
  fetch?: Fetch,
): Promise<Exported> => {
  const { notes, files } = account.clients(fetch);
  const pieces: Uint8Array[] = [];
  for await (const piece of exportAll(notes, files, options)) {
    if (piece.isErr()) return { bytes: Buffer.concat(pieces), failure: piece.error };
    pieces.push(piece.value);
  }
  return { bytes: Buffer.concat(pieces), failure: undefined };
};

/** Yields bytes as a network or a disk does: in pieces that are cut anywhere. */
export async function* splitIntoPieces(bytes: Uint8Array, size = 70_001): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
