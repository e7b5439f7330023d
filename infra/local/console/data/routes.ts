import type { Result } from 'neverthrow';
import { type DataFailure, describeFailure } from '../../data/data-failure.ts';
import { BadRequest, type ConsoleRoute } from '../route.ts';
import { readItemPage } from './items.ts';
import { createOwnerSums } from './owners.ts';
import { readFilePage } from './shown-files.ts';
import { readMail } from './shown-mail.ts';
import { listShownUsers } from './shown-users.ts';
import type { WatchedData } from './watched-data.ts';

/** Creates the routes that read the data, or act on all of it. `/api/data/changes` tells when to read again. */
export const createDataRoutes = (watched: WatchedData): readonly ConsoleRoute[] => {
  const { local, files, mailFile } = watched;
  const sums = createOwnerSums(watched);
  const parameter = (query: URLSearchParams, name: string) => query.get(name) ?? '';
  return [
    { route: 'GET /api/data/changes', answer: ({ signal }) => ({ lines: local.changes.follow(signal) }) },
    { route: 'GET /api/data/owners', answer: async () => ({ json: (await sums()).owners }) },
    {
      route: 'GET /api/data/items',
      answer: async ({ query }) => ({
        json: await readItemPage(watched, {
          ...{ owner: query.get('owner'), search: parameter(query, 'search'), after: query.get('after') },
        }),
      }),
    },
    {
      route: 'GET /api/data/files',
      answer: async ({ query }) => {
        const stored = files();
        if (stored === undefined) return { json: { files: [], uploads: [] } };
        const asked = { search: parameter(query, 'search'), after: query.get('after') };
        return { json: readFilePage(stored, await sums(), asked) };
      },
    },
    { route: 'GET /api/data/users', answer: async () => ({ json: await listShownUsers(watched) }) },
    { route: 'GET /api/data/mail', answer: async () => ({ json: await readMail(mailFile) }) },
    { route: 'GET /api/data/clock', answer: () => ({ json: local.clock.read() }) },
    { route: 'GET /api/data/snapshots', answer: async () => ({ json: await local.snapshots() }) },
    { route: 'POST /api/data/reset', answer: async () => ({ json: done(await local.reset()) }) },
    { route: 'POST /api/data/seed', answer: async () => ({ json: done(await local.seed()) }) },
    {
      route: 'POST /api/data/snapshot',
      answer: async ({ body }) => ({ json: done(await local.snapshot(readName(body))) }),
    },
    {
      route: 'POST /api/data/restore',
      answer: async ({ body }) => ({ json: done(await local.restore(readName(body))) }),
    },
    {
      route: 'POST /api/data/clock',
      answer: async ({ body }) => {
        const { forward, reset } = readMembers(body);
        if (reset === true) return { json: done(await local.clock.reset()) };
        if (typeof forward !== 'number') throw new BadRequest('Give the milliseconds by which the clock goes forward.');
        return { json: done(await local.clock.forward(forward)) };
      },
    },
  ];
};

const done = <T>(result: Result<T, DataFailure>): T | { readonly done: true } =>
  result.match(
    (value) => value ?? { done: true },
    (problem) => {
      throw new BadRequest(describeFailure(problem), problem.kind);
    },
  );

const readName = (body: unknown): string => {
  const { name } = readMembers(body);
  if (typeof name !== 'string') throw new BadRequest('Give the name of the snapshot.');
  return name;
};

const readMembers = (body: unknown): Readonly<Record<string, unknown>> =>
  typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
