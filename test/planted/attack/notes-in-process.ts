import { createNotesHandler } from '../../../src/adapters/api-gateway/handler.ts';
import { createMemoryNoteStore } from '../../../src/adapters/memory/memory-note-store.ts';
import type { AttackOptions } from '../../../src/exports/attack.ts';
import { endpoints } from '../../../src/lambda/endpoint-of-function.ts';
import { routes } from '../../../src/lambda/routes.ts';
import type { NoteStore } from '../../../src/ports/note-store.ts';
import { createEvent } from '../../kit/event.ts';
import { createParts } from '../../kit/handlers.ts';
import type { CreatePlant } from './faults/fault.ts';

export interface Notes {
  readonly store?: NoteStore;
  readonly fault?: CreatePlant;
  readonly requireIfMatch?: boolean;
}

/** The ids of two users, which differ only in their last character. */
const owners = ['7', '8'].map((last) => `us-east-1:7c9e6679-7425-40de-944b-e07fc1f90ae${last}`);

/** Connects two users and a stranger to the five handlers without a network; does briefly what API Gateway does. */
export const createNotesInProcess = (notes: Notes = {}): Pick<AttackOptions, 'server' | 'users' | 'strangers'> => {
  const { store = createMemoryNoteStore(), fault, requireIfMatch = false } = notes;
  const plant = fault?.();
  const parts = createParts(store, { requireIfMatch });
  const handlers = Object.fromEntries(
    routes.map(({ function: name }) => [
      name,
      createNotesHandler(parts, plant === undefined ? endpoints[name] : plant(endpoints[name], name)),
    ]),
  );
  const createFetch =
    (identityId: string | undefined) =>
    async (url: string, init: RequestInit): Promise<Response> => {
      const { pathname, search, searchParams } = new URL(url);
      const found = routes.find(
        ({ method, path }) =>
          method === init.method && new RegExp(`^${path.replace('{id}', '([^/]+)')}$`).test(pathname),
      );
      if (found === undefined) return Response.json({ message: 'Not Found' }, { status: 404 });
      const id = found.path.includes('{id}') ? decodeURIComponent(pathname.split('/')[2] ?? '') : undefined;
      const event = createEvent({
        ...{ routeKey: `${found.method} ${found.path}`, identityId: identityId ?? '' },
        ...(id !== undefined && { id }),
        ...(search !== '' && { query: Object.fromEntries(searchParams) }),
        ...(typeof init.body === 'string' && { body: init.body }),
        headers: Object.fromEntries(new Headers(init.headers)),
      });
      const asked = { ...event, rawQueryString: search.slice(1) };
      const { authorizer: _, ...unsigned } = event.requestContext as { readonly authorizer?: unknown };
      const seen = identityId === undefined ? { ...asked, requestContext: unsigned } : asked;
      const context = { getRemainingTimeInMillis: () => 10_000 };
      const handler = handlers[found.function];
      if (handler === undefined) throw new Error(`Nothing serves ${found.function}.`);
      const { statusCode, headers, body } = await handler(seen as Parameters<typeof handler>[0], context);
      return new Response([204, 304].includes(statusCode) ? null : (body ?? ''), { status: statusCode, headers });
    };
  const user = (name: string, identityId: string | undefined) => ({
    ...{ name, fetch: createFetch(identityId) },
    identifiers: { userId: identityId ?? '' },
  });
  return {
    server: 'http://notes.test',
    users: [user('Ann', owners[0]), user('Bob', owners[1])],
    strangers: [{ name: 'nobody', fetch: createFetch(undefined) }],
  };
};
