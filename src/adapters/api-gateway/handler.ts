import type { Clock } from '../../ports/clock.ts';
import type { LogLine } from '../system/log.ts';
import { type Caller, type IdentityPolicy, parseCaller } from './caller.ts';
import type { Endpoint } from './endpoints.ts';
import type { FunctionContext, HttpApiEvent } from './event.ts';
import { withPlainHeaders } from './headers.ts';
import { createProblemResponse, type Problem, type Unexpected } from './problems.ts';
import { createRequestLog } from './request-log.ts';
import type { HandlerResponse } from './responses.ts';

/**
 * Everything that a handler needs besides its endpoint.
 *
 * @example
 * const log = (line: LogLine): void => console.error(JSON.stringify(line));
 * const parts: HandlerParts<NoteDependencies> = { ...wireHandler(process.env), log };
 */
export interface HandlerParts<Deps> {
  readonly identity: IdentityPolicy;
  /**
   * Creates what the endpoint needs for one caller's request. `signal` aborts half a second before the function's time
   * runs out.
   */
  readonly dependencies: (caller: Caller, signal: AbortSignal) => Deps;
  /** Receives one line per request, and one more per bug. */
  readonly log: (line: LogLine) => void;
  readonly clock: Clock;
}

/**
 * The function that Lambda calls. It never rejects: a bug is logged and answered with 500.
 *
 * @example
 * const statusOf = async (handler: NotesHandler): Promise<number> =>
 *   (await handler(event, { getRemainingTimeInMillis: () => 10_000 })).statusCode;
 */
export type NotesHandler = (event: HttpApiEvent, context: FunctionContext) => Promise<HandlerResponse>;

/** Milliseconds of the function's time kept in reserve for the answer. */
const timeToAnswer = 500;

/**
 * Creates the outermost handler: an endpoint behind the caller's identity, with one log line per request.
 *
 * @param parts - Whom to admit, what the endpoint needs, and where log lines go.
 *
 * @example
 * import { createMemoryNoteStore, randomRevisions, systemClock, uuidV7NoteIds } from 'owned-notes/memory';
 * const store = createMemoryNoteStore();
 * const deps = { store, clock: systemClock, noteIds: uuidV7NoteIds, revisions: randomRevisions };
 * const parts = { identity: policy, clock: systemClock, log: console.log, dependencies: () => deps };
 * export const handler = createNotesHandler(parts, handleCreate);
 */
export const createNotesHandler =
  <Deps>({ identity, dependencies, log, clock }: HandlerParts<Deps>, endpoint: Endpoint<Deps>): NotesHandler =>
  async (event, context) => {
    const lines = createRequestLog(log, clock, event);
    const answered = (response: HandlerResponse, problem?: Problem | Unexpected): HandlerResponse => {
      lines.answered(response.statusCode, problem);
      return response;
    };
    const refused = (problem: Problem | Unexpected): HandlerResponse =>
      answered(createProblemResponse(problem, lines.requestId), problem);

    // A controller with a timer that can be cleared: each timer of `AbortSignal.timeout` stays until it fires.
    const ending = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    try {
      const caller = parseCaller(event, identity);
      if (caller.isErr()) return refused(caller.error);
      lines.identify(caller.value.owner);
      const time = Math.max(0, context.getRemainingTimeInMillis() - timeToAnswer);
      timer = setTimeout(() => ending.abort(), time);
      const { owner } = caller.value;
      const result = await endpoint(dependencies(caller.value, ending.signal), owner, withPlainHeaders(event));
      return result.match((response) => answered(response), refused);
    } catch (cause) {
      lines.failed(cause);
      return refused({ kind: 'Unexpected' });
    } finally {
      clearTimeout(timer);
    }
  };
