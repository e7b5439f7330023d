import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Listener } from '../dated.ts';
import type { Counts, Part } from './reports.ts';

/** Says that something has changed, and not what: whoever looks at it asks again. */
export interface Changes {
  readonly counts: () => Counts;
  readonly happened: (...parts: readonly Part[]) => void;
  /** The same listener; after each request that may write, the part has changed. */
  readonly counting: (part: Part, listener: Listener) => Listener;
  /** The counts at once, and after each change, until this is aborted; changes that come together are one. */
  readonly follow: (signal: AbortSignal) => AsyncIterable<Counts>;
}

/** Milliseconds from one line to the next: a burst of writes is not a burst of questions. */
const apart = 250;

export const changes = (): Changes => {
  const counts = { table: 0, files: 0, users: 0, mail: 0, clock: 0, snapshots: 0 };
  const waiting = new Set<() => void>();
  const happened = (...parts: readonly Part[]): void => {
    for (const part of parts) counts[part]++;
    for (const tell of waiting) tell();
  };
  return {
    counts: () => ({ ...counts }),
    happened,
    counting: (part, listener) => (request, response) => {
      if (mayWrite(request)) response.once('close', () => happened(part));
      return listener(request, response);
    },
    follow: async function* (signal) {
      let wake = () => {};
      const tell = () => wake();
      waiting.add(tell);
      signal.addEventListener('abort', tell);
      try {
        while (!signal.aborted) {
          const told = JSON.stringify(counts);
          yield { ...counts };
          await sleep(apart, undefined, { signal }).catch(() => {});
          if (signal.aborted || JSON.stringify(counts) !== told) continue;
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      } finally {
        waiting.delete(tell);
        signal.removeEventListener('abort', tell);
      }
    },
  };
};

/** S3 says so by the method, DynamoDB and Cognito by the name of the operation. */
const mayWrite = ({ method = '', headers }: IncomingMessage): boolean => {
  const target = headers['x-amz-target'];
  if (target === undefined) return !['GET', 'HEAD', 'OPTIONS'].includes(method);
  return !/\.(?:Get(?!Tokens)|Query|Scan|BatchGet|Describe|List)/.test(String(target));
};
