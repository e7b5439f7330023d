import { createNotesHandler } from '../../src/adapters/api-gateway/handler.ts';
import type { HandlerResponse } from '../../src/adapters/api-gateway/responses.ts';
import type { LogLine } from '../../src/adapters/system/log.ts';
import { randomRevisions } from '../../src/adapters/system/random-revisions.ts';
import { systemClock } from '../../src/adapters/system/system-clock.ts';
import { uuidV7NoteIds } from '../../src/adapters/uuid/uuid-v7-note-ids.ts';
import { endpoints } from '../../src/lambda/endpoint-of-function.ts';
import { routes } from '../../src/lambda/routes.ts';
import type { NoteStore } from '../../src/ports/note-store.ts';
import { createExchangeFromEvent } from '../openapi/exchange.ts';
import { expectConforming } from '../openapi/expect-conforming.ts';
import { createEvent, type EventOptions, identityPoolId, userPoolId } from './event.ts';

export interface Handlers {
  (asked: EventOptions): Promise<HandlerResponse>;
  readonly log: LogLine[];
}

/** Creates the parts of a handler over a store. */
export const createParts = (store: NoteStore, { requireIfMatch = false, log = (_: LogLine): void => {} } = {}) => ({
  identity: { identityPoolId, userPoolId, owner: 'identity' as const },
  ...{ log, clock: systemClock },
  dependencies: () => ({
    ...{ store, clock: systemClock, noteIds: uuidV7NoteIds, revisions: randomRevisions, requireIfMatch },
  }),
});

/** Creates the five deployed handlers over another store and log. Each answer must conform to the API's document. */
export const createHandlers = (store: NoteStore, { requireIfMatch = false } = {}): Handlers => {
  const log: LogLine[] = [];
  const parts = createParts(store, { requireIfMatch, log: (line) => void log.push(line) });
  const ask = async (asked: EventOptions): Promise<HandlerResponse> => {
    const route = routes.find(({ method, path }) => `${method} ${path}` === asked.routeKey);
    if (route === undefined) throw new Error(`There is no route ${asked.routeKey}.`);
    const event = createEvent(asked);
    const handler = createNotesHandler(parts, endpoints[route.function]);
    const response = await handler(event, { getRemainingTimeInMillis: () => 10_000 });
    expectConforming(createExchangeFromEvent(event, response));
    return response;
  };
  return Object.assign(ask, { log });
};
