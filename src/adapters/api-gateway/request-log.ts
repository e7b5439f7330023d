import type { OwnerId } from '../../domain/owner.ts';
import type { Clock } from '../../ports/clock.ts';
import { describeCause, hashOwner, type LogLine } from '../system/log.ts';
import type { HttpApiEvent } from './event.ts';
import type { Problem, Unexpected } from './problems.ts';

/**
 * The log of one request: its id, its route, its owner's hash, the status, the time and the kind of problem. It never
 * gets an event, a note or a header, so no content or token can reach the log.
 */
export interface RequestLog {
  readonly requestId: string;
  /** Adds the hash of the owner to the lines that follow. */
  readonly identify: (owner: OwnerId) => void;
  readonly answered: (status: number, problem?: Problem | Unexpected) => void;
  /** Writes a bug with its stack, and without what it was about. */
  readonly failed: (cause: unknown) => void;
}

export const createRequestLog = (
  log: (line: LogLine) => void,
  clock: Clock,
  { requestContext, routeKey }: HttpApiEvent,
): RequestLog => {
  const started = clock.now();
  const requestId = requestContext?.requestId ?? 'unknown';
  let about: LogLine = { requestId, route: routeKey };
  return {
    requestId,
    identify: (owner) => {
      about = { ...about, owner: hashOwner(owner) };
    },
    answered: (status, problem) => {
      const level = status >= 500 ? 'error' : 'info';
      const kind = problem && { problem: problem.kind, ...describeReason(problem) };
      log({ level, ...about, status, milliseconds: clock.now() - started, ...kind });
    },
    failed: (cause) => log({ level: 'error', ...about, message: 'Unexpected failure', cause: describeCause(cause) }),
  };
};

/** Returns why somebody was kept out. The reasons of other problems may quote the request; these never do. */
const describeReason = (problem: Problem | Unexpected): LogLine =>
  problem.kind === 'IdentityRefused' || problem.kind === 'WrongPayloadVersion' ? { reason: problem.reason } : {};
