import { errAsync, okAsync } from 'neverthrow';
import type { HttpApiEvent } from '../../src/adapters/api-gateway/event.ts';
import { createNotesHandler } from '../../src/adapters/api-gateway/handler.ts';
import { createMemoryNoteStore } from '../../src/adapters/memory/memory-note-store.ts';
import { uuidV7NoteIds } from '../../src/adapters/uuid/uuid-v7-note-ids.ts';
import { parseNoteId, parseRevision } from '../../src/domain/note.ts';
import { parseOwnerId } from '../../src/domain/owner.ts';
import { endpoints } from '../../src/lambda/endpoint-of-function.ts';
import { routes } from '../../src/lambda/routes.ts';
import type { NoteStore } from '../../src/ports/note-store.ts';
import { createEvent } from '../kit/event.ts';
import { createParts } from '../kit/handlers.ts';
import { createExchangeFromEvent, type Exchange } from './exchange.ts';
import { gone, id, listVariants, note, plain, type Request, withHeaders } from './request-forms.ts';

const identityId = 'us-east-1:7c9e6679-7425-40de-944b-e07fc1f90ae7';

/** Sends requests to the functions over a store, and records the exchanges. */
const createRecorder = (store: NoteStore, requireIfMatch = false) => {
  const said: Exchange[] = [];
  const parts = createParts(store, { requireIfMatch });
  const ask = async (request: Request, change: (event: HttpApiEvent) => HttpApiEvent = (event) => event) => {
    const route = routes.find(({ method, path }) => `${method} ${path}` === request.routeKey);
    if (route === undefined) throw new Error(`There is no route ${request.routeKey}.`);
    const event = change(createEvent({ identityId, ...request }));
    const response = await createNotesHandler(parts, endpoints[route.function])(event, {
      getRemainingTimeInMillis: () => 10_000,
    });
    said.push(createExchangeFromEvent(event, response));
  };
  return { ask, said };
};

const recordVariants = async (): Promise<readonly Exchange[]> => {
  const { ask, said } = createRecorder(createMemoryNoteStore());
  const create = (key: string, body = note) =>
    ask({ routeKey: 'POST /notes', body, headers: { 'idempotency-key': key } });
  await create(gone);
  await ask({ routeKey: 'DELETE /notes/{id}', id: gone });
  await create(id);
  for (const request of plain)
    for (const variant of [request, ...listVariants(request)]) {
      if (!request.routeKey.startsWith('DELETE') || variant.id !== id) await ask(variant);
      else {
        // Each uses a note of its own, as a deleted one does not come back.
        const own = uuidV7NoteIds.next();
        await create(own);
        await ask({ ...variant, id: own });
      }
    }
  await create(gone);
  await create(id, '{"content":"another"}');
  const etag = said.find(({ answer }) => answer.headers.etag !== undefined)?.answer.headers.etag ?? '';
  await ask({ routeKey: 'GET /notes/{id}', id, headers: { 'if-none-match': etag } });
  return said;
};

const failing = (kind: 'StoreUnavailable' | 'OutcomeUnknown') => () => errAsync({ kind } as never);
const storeThat = (fails: () => never): NoteStore => {
  const names = ['create', 'find', 'list', 'update', 'delete'] as const;
  return Object.fromEntries(names.map((name) => [name, fails])) as unknown as NoteStore;
};

/** Records functions' answers when something other than the request is wrong. */
const recordFailures = async (): Promise<readonly Exchange[]> => {
  const throws = () => {
    throw new TypeError('a bug');
  };
  const recorders = [
    createRecorder(storeThat(failing('StoreUnavailable') as () => never)),
    createRecorder(storeThat(failing('OutcomeUnknown') as () => never)),
    createRecorder(storeThat(throws as () => never)),
    createRecorder(createMemoryNoteStore(), true),
  ] as const;
  const [unavailable, unknown, broken, strict] = recorders;
  for (const request of plain) {
    await unavailable.ask(request);
    if (!request.routeKey.startsWith('GET')) await unknown.ask(request);
    await broken.ask(request);
    await strict.ask(request);
    await strict.ask({ ...request, identityPoolId: 'us-east-1:another' });
    await strict.ask(request, ({ requestContext: { authorizer: _, ...context }, ...event }) => ({
      ...event,
      requestContext: context,
    }));
  }
  return recorders.flatMap(({ said }) => said);
};

/** Records answers with a note that no request can create now, as an older system may have left it. */
const recordOtherTables = async (): Promise<readonly Exchange[]> => {
  const [userId, noteId] = [parseOwnerId(identityId)._unsafeUnwrap(), parseNoteId(id.toUpperCase())._unsafeUnwrap()];
  const revision = parseRevision('r'.repeat(64))._unsafeUnwrap();
  const old = { ...{ userId, noteId, revision }, content: '', attachment: '', createdAt: 0, updatedAt: 0 };
  const one = () => okAsync(old);
  const store = {
    ...createMemoryNoteStore(),
    ...{ find: one, create: one, update: one },
    list: () => okAsync({ notes: [old] }),
  };
  const { ask, said } = createRecorder(store);
  for (const request of plain) {
    await ask(request);
    await ask(withHeaders(request, { 'if-none-match': '*' }));
  }
  return said;
};

/** Records requests to every route in many forms, with each status, each problem, and each bound from both sides. */
export const recordFunctionTraffic = async (): Promise<readonly Exchange[]> => [
  ...(await recordVariants()),
  ...(await recordFailures()),
  ...(await recordOtherTables()),
];
