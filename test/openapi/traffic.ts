import { errAsync } from 'neverthrow';
import { maxBodyBytes } from '../../src/adapters/api-gateway/body.ts';
import type { HttpApiEvent } from '../../src/adapters/api-gateway/event.ts';
import { notesHandler } from '../../src/adapters/api-gateway/handler.ts';
import { maxTags } from '../../src/adapters/api-gateway/preconditions.ts';
import { memoryNoteStore } from '../../src/adapters/memory/memory-note-store.ts';
import { randomRevisions } from '../../src/adapters/system/random-revisions.ts';
import { systemClock } from '../../src/adapters/system/system-clock.ts';
import { uuidV7NoteIds } from '../../src/adapters/uuid/uuid-v7-note-ids.ts';
import { noteFields } from '../../src/domain/note-fields.ts';
import { endpoints } from '../../src/lambda/endpoints.ts';
import { routes } from '../../src/lambda/routes.ts';
import type { NoteStore } from '../../src/ports/note-store.ts';
import { type Asked, eventOf, identityPoolId, userPoolId } from '../event.ts';
import { type Exchange, exchangeOfEvent } from './exchange.ts';

const identityId = 'us-east-1:7c9e6679-7425-40de-944b-e07fc1f90ae7';
const id = '0192d3c4-0000-7000-8000-000000000001';
const gone = '0192d3c4-0000-7000-8000-000000000002';
const missing = '0192d3c4-0000-7000-8000-00000000dead';
const note = '{"content":"a"}';

type Request = Omit<Asked, 'identityId'>;

/** A way to ask the functions over a store, that keeps what was said. */
const recorderOver = (store: NoteStore, requireIfMatch = false) => {
  const said: Exchange[] = [];
  const parts = {
    identity: { identityPoolId, userPoolId, owner: 'identity' as const },
    log: () => {},
    clock: systemClock,
    dependencies: () => ({
      ...{ store, clock: systemClock, noteIds: uuidV7NoteIds, revisions: randomRevisions, requireIfMatch },
    }),
  };
  const ask = async (request: Request, change: (event: HttpApiEvent) => HttpApiEvent = (event) => event) => {
    const route = routes.find(({ method, path }) => `${method} ${path}` === request.routeKey);
    if (route === undefined) throw new Error(`There is no route ${request.routeKey}.`);
    const event = change(eventOf({ identityId, ...request }));
    const response = await notesHandler(parts, endpoints[route.function])(event, {
      getRemainingTimeInMillis: () => 10_000,
    });
    said.push(exchangeOfEvent(event, response));
  };
  return { ask, said };
};

/** A request to each route that nothing stands in the way of, if there is the note. */
const plain: readonly Request[] = [
  { routeKey: 'POST /notes', body: note },
  { routeKey: 'GET /notes' },
  { routeKey: 'GET /notes/{id}', id },
  { routeKey: 'PUT /notes/{id}', id, body: note },
  { routeKey: 'DELETE /notes/{id}', id },
];
const with_ = (request: Request, headers: Readonly<Record<string, string>>): Request => ({ ...request, headers });
const takesBody = ({ body }: Request): boolean => body !== undefined;
const isOfNote = ({ routeKey }: Request): boolean => routeKey.includes('{id}');

const tags = (count: number) => Array.from({ length: count }, () => '"a"').join(', ');
/** Texts of a length that is just allowed, and those that are just not. */
const bounds = Object.entries(noteFields).flatMap(([name, { maxBytes }]) =>
  [0, 1, maxBytes, maxBytes + 1].map((length) => JSON.stringify({ content: 'a', [name]: 'a'.repeat(length) })),
);
const bodies: readonly string[] = [
  ...bounds,
  ...['', '{', '[]', 'null', '{}', '{"content":null}', '{"content":1}', '{"content":"a","attachment":1}'],
  ...['{"content":"a","attachment":null}', '{"content":"a","attachment":"b"}', '{"content":"a","other":1}'],
  `{"content":"a","x":"${'a'.repeat(maxBodyBytes)}"}`,
];
const types = ['text/plain', 'application/json; charset=utf-8', 'application/vnd.note+json'];

/** Conditions, and whatever else is in headers and queries, in forms that are taken and forms that are not. */
const variants = (request: Request): readonly Request[] => [
  ...['if-match', 'if-none-match'].flatMap((name) =>
    ['*', '"x"', 'W/"x"', tags(maxTags), tags(maxTags + 1), '"', '', ', "x" ,'].map((value) =>
      with_(request, { [name]: value }),
    ),
  ),
  ...(takesBody(request)
    ? [
        ...bodies.map((body) => ({ ...request, body })),
        ...types.map((type) => with_(request, { 'content-type': type })),
        ...['identity', ' IDENTITY ', 'gzip'].map((coding) => with_(request, { 'content-encoding': coding })),
        { ...request, body: undefined } as unknown as Request,
      ]
    : []),
  ...(isOfNote(request) ? [missing, 'x', id.toUpperCase()].map((each) => ({ ...request, id: each })) : []),
  ...(request.routeKey === 'GET /notes'
    ? [
        ...['0', '1', '2', '1000', '1001', '01', 'x', ''].map((limit) => ({ ...request, query: { limit } })),
        ...[id, missing, 'x', ''].map((after) => ({ ...request, query: { after } })),
      ]
    : []),
  ...(request.routeKey === 'POST /notes'
    ? [id, gone, missing, `"${missing}"`, missing.toUpperCase(), 'x', ''].map((key) =>
        with_(request, { 'idempotency-key': key }),
      )
    : []),
];

const everyVariant = async (): Promise<readonly Exchange[]> => {
  const { ask, said } = recorderOver(memoryNoteStore());
  const create = (key: string, body = note) =>
    ask({ routeKey: 'POST /notes', body, headers: { 'idempotency-key': key } });
  await create(gone);
  await ask({ routeKey: 'DELETE /notes/{id}', id: gone });
  await create(id);
  for (const request of plain)
    for (const variant of [request, ...variants(request)]) {
      if (!request.routeKey.startsWith('DELETE') || variant.id !== id) await ask(variant);
      else {
        // Each at a note of its own: one that was deleted does not come back.
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

/** What a function answers where something else than the request is wrong. */
const everyFailure = async (): Promise<readonly Exchange[]> => {
  const throws = () => {
    throw new TypeError('a bug');
  };
  const recorders = [
    recorderOver(storeThat(failing('StoreUnavailable') as () => never)),
    recorderOver(storeThat(failing('OutcomeUnknown') as () => never)),
    recorderOver(storeThat(throws as () => never)),
    recorderOver(memoryNoteStore(), true),
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

/** Requests to every route in many forms, with what the functions answer: each status, each problem, each bound from both sides. */
export const functionTraffic = async (): Promise<readonly Exchange[]> => [
  ...(await everyVariant()),
  ...(await everyFailure()),
];
