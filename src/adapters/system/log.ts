import { hash } from 'node:crypto';
import type { OwnerId } from '../../domain/owner.ts';

/**
 * A line of the log, one JSON object: never content, a token or a signature, and the owner only as a hash.
 *
 * @example
 * const line: LogLine = { level: 'info', route: 'GET /notes', status: 200, milliseconds: 12 };
 */
export type LogLine = Readonly<Record<string, unknown>>;

/** Straight to standard output: Lambda's console would put a time and a request id of its own before the JSON. */
export const writeLine = (line: LogLine): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

export const hashOwner = (owner: OwnerId): string => hash('sha256', owner, 'base64url').slice(0, 16);

/**
 * A failure for the log. A parser's message quotes what it parsed, so a syntax error's is left out; of the stack too,
 * in which a line of the message may look like any other.
 */
export const describeCause = (cause: unknown): LogLine => {
  if (!(cause instanceof Error)) return { name: typeof cause };
  const stack = cause.stack?.split('\n').filter((line) => /^\s+at /.test(line) && !cause.message.includes(line));
  return { name: cause.name, ...(!(cause instanceof SyntaxError) && { message: cause.message }), stack };
};
