import { maxBodyBytes } from '../../src/adapters/api-gateway/body.ts';
import { maxTags } from '../../src/adapters/api-gateway/etag.ts';
import { noteFields } from '../../src/domain/note-fields.ts';
import type { EventOptions } from '../kit/event.ts';

/** A request, whoever sends it. */
export type Request = Omit<EventOptions, 'identityId'>;

/** The ids of a note that exists, of a deleted one, and of none. */
export const id = '0192d3c4-0000-7000-8000-000000000001';
export const gone = '0192d3c4-0000-7000-8000-000000000002';
const missing = '0192d3c4-0000-7000-8000-00000000dead';

export const note = '{"content":"a"}';

/** A request to each route that succeeds if the note exists. */
export const plain: readonly Request[] = [
  { routeKey: 'POST /notes', body: note },
  { routeKey: 'GET /notes' },
  { routeKey: 'GET /notes/{id}', id },
  { routeKey: 'PUT /notes/{id}', id, body: note },
  { routeKey: 'DELETE /notes/{id}', id },
];
export const withHeaders = (request: Request, headers: Readonly<Record<string, string>>): Request => ({
  ...request,
  headers,
});
const takesBody = ({ body }: Request): boolean => body !== undefined;
const isOfNote = ({ routeKey }: Request): boolean => routeKey.includes('{id}');

const tags = (count: number) => Array.from({ length: count }, () => '"a"').join(', ');
/** Bodies with texts of lengths that are just allowed, and just not. */
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

/** Varies a request's conditions, other headers and query, in valid forms and invalid ones. */
export const listVariants = (request: Request): readonly Request[] => [
  ...['if-match', 'if-none-match'].flatMap((name) =>
    ['*', '"x"', 'W/"x"', tags(maxTags), tags(maxTags + 1), '"', '', ', "x" ,'].map((value) =>
      withHeaders(request, { [name]: value }),
    ),
  ),
  ...(takesBody(request)
    ? [
        ...bodies.map((body) => ({ ...request, body })),
        ...types.map((type) => withHeaders(request, { 'content-type': type })),
        ...['identity', ' IDENTITY ', 'gzip'].map((coding) => withHeaders(request, { 'content-encoding': coding })),
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
        withHeaders(request, { 'idempotency-key': key }),
      )
    : []),
];
