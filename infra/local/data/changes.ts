import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Listener } from '../add-date-header.ts';
import { newFollowers } from '../followers.ts';
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

export const createChanges = (): Changes => {
  const counts = { table: 0, files: 0, users: 0, mail: 0, clock: 0, snapshots: 0 };
  const followers = newFollowers<'changed'>();
  const happened = (...parts: readonly Part[]): void => {
    for (const part of parts) counts[part]++;
    followers.tell('changed');
  };
  return {
    counts: () => ({ ...counts }),
    happened,
    counting: (part, listener) => (request, response) => {
      if (mayWrite(request)) response.once('close', () => happened(part));
      return listener(request, response);
    },
    follow: async function* (signal) {
      for await (const _ of followers.follow(signal, ['changed'])) {
        yield { ...counts };
        await sleep(apart, undefined, { signal }).catch(() => {});
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
