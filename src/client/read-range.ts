import { err, ok, type Result } from 'neverthrow';
import type { Ending } from './ending.ts';
import { type Head, joinBytes } from './exchange.ts';
import { type FileFailure, isPassing } from './file-failures.ts';
import type { FileHead } from './file-head.ts';
import type { Part } from './parts.ts';
import type { S3 } from './s3-calls.ts';

/**
 * Reads the bytes of a part of exactly this version of a file. Keeps what arrived before a connection was cut, and asks
 * for the rest, for as long as something arrives.
 */
export const readRange = async (
  s3: S3,
  key: string,
  { etag, size }: FileHead,
  { start, end }: Part,
  onBytes: (count: number) => void,
  ending: Ending,
): Promise<Result<Uint8Array<ArrayBuffer>, FileFailure>> => {
  const pieces: Uint8Array[] = [];
  let at = start;
  let asked = start;
  let thrown: { readonly cause: unknown } | undefined;
  // S3 sends the range that it is asked for; anybody else may send anything.
  const isOfRange = ({ status, headers }: Head) =>
    status === 206 && headers.get('content-range') === `bytes ${asked}-${end - 1}/${size}`;
  const take = (bytes: Uint8Array, head: Head) => {
    if (!isOfRange(head)) return;
    at += bytes.length;
    if (at > end) return;
    pieces.push(bytes);
    // Thrown later: in the middle of an answer, an exception would pass for a network error.
    try {
      onBytes(bytes.length);
    } catch (cause) {
      thrown ??= { cause };
    }
  };
  while (at < end) {
    const before = at;
    const got = await s3.call<true>({
      ...{ method: 'GET', key, ending, onBytes: take },
      // Overrides the stored content encoding: otherwise the platform would decode the bytes.
      query: () => ({ 'response-content-encoding': 'identity' }),
      headers: () => {
        asked = at;
        return { range: `bytes=${at}-${end - 1}`, 'if-match': etag };
      },
      read: (answer) => (isOfRange(answer) && at <= end ? true : undefined),
    });
    if (thrown !== undefined) throw thrown.cause;
    if (got.isOk() && at === before) return err(nothing(key));
    if (got.isErr() && !(at > before && at <= end && isWorthGoingOn(got.error))) return err(got.error);
  }
  return ok(joinBytes(pieces));
};

const nothing = (key: string): FileFailure => ({
  kind: 'Unreachable',
  url: key,
  reason: 'The answer had none of the requested bytes.',
});

/** Whether to ask for the rest. After the caller's signal, the next request fails at once, without any bytes. */
const isWorthGoingOn = (failure: FileFailure): boolean => failure.kind === 'Aborted' || isPassing(failure);
