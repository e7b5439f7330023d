import { hash } from 'node:crypto';
import type { OwnerId } from '../../domain/owner.ts';

/**
 * A log line, as one JSON object: never content, a token or a signature, and the owner only as a hash.
 *
 * @example
 * const line: LogLine = { level: 'info', route: 'GET /notes', status: 200, milliseconds: 12 };
 */
export type LogLine = Readonly<Record<string, unknown>>;

/** Writes straight to standard output: Lambda's console would put its own time and request id before the JSON. */
export const writeLine = (line: LogLine): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

export const hashOwner = (owner: OwnerId): string => hash('sha256', owner, 'base64url').slice(0, 16);

/**
 * Describes a failure for the log. Leaves out the message of a syntax error, because a parser's message quotes its
 * input. Leaves the message's lines out of the stack too, where one may look like a frame.
 */
export const describeCause = (cause: unknown): LogLine => {
  if (!(cause instanceof Error)) return { name: typeof cause };
  const stack = cause.stack?.split('\n').filter((line) => /^\s+at /.test(line) && !cause.message.includes(line));
  return { name: cause.name, ...(!(cause instanceof SyntaxError) && { message: cause.message }), stack };
};
