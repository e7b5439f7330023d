import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Listener } from '../add-date-header.ts';
import { createFollowers } from '../followers.ts';
import type { Counts, Part } from './reports.ts';

/** Reports that something has changed, but not what: observers ask again. */
export interface Changes {
  readonly counts: () => Counts;
  readonly happened: (...parts: readonly Part[]) => void;
  /** Wraps a listener so that the part counts as changed after each request that may write. */
  readonly counting: (part: Part, listener: Listener) => Listener;
  /**
   * Yields the counts at once, and after each change, until `signal` is aborted; changes at about the same time are
   * one.
   */
  readonly follow: (signal: AbortSignal) => AsyncIterable<Counts>;
}

/** Milliseconds between two lines: a burst of writes must not become a burst of requests. */
const apart = 250;

export const createChanges = (): Changes => {
  const counts = { table: 0, files: 0, users: 0, mail: 0, clock: 0, snapshots: 0 };
  const followers = createFollowers<'changed'>();
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

/** Returns whether a request may write: S3 tells by the method, DynamoDB and Cognito by the operation's name. */
const mayWrite = ({ method = '', headers }: IncomingMessage): boolean => {
  const target = headers['x-amz-target'];
  if (target === undefined) return !['GET', 'HEAD', 'OPTIONS'].includes(method);
  return !/\.(?:Get(?!Tokens)|Query|Scan|BatchGet|Describe|List)/.test(String(target));
};
