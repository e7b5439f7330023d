import type { Fault } from './fault.ts';
import { json, type Meddling, type Passing, page, type Reply, withHeader } from './faulty-proxy.ts';

const isSigned = ({ headers }: Passing): boolean => headers.authorization !== undefined;

/** Of signed requests, what is done to them on their way. */
const toSigned = (change: (request: Passing) => Passing): Meddling => ({
  request: (request) => (isSigned(request) ? change(request) : request),
});
/** What signed requests are answered, for some routes. */
const answering = (reply: Reply, isMeant: (request: Passing) => boolean = () => true): Meddling => ({
  instead: (request) => (isSigned(request) && isMeant(request) ? reply : undefined),
});

const id = { 'apigw-requestid': 'of-the-api=' };
const ofGateway = (status: number, message: string) => json(status, { message }, id);
const problem = (status: number, name: string) =>
  json(
    status,
    { type: `urn:problem-type:owned-notes:${name}`, title: 'A title', status, requestId: 'of-the-api=' },
    id,
  );

const isFor = (method: string, path: RegExp) => (request: Passing) =>
  request.method === method && path.test(request.path);
const create = isFor('POST', /^\/notes$/);
const get = isFor('GET', /^\/notes\/[\w-]+$/);
const list = isFor('GET', /^\/notes(?:\?|$)/);
const update = isFor('PUT', /./);
const remove = isFor('DELETE', /./);

const signature = (name: string, kind: Fault['kind'], api: Meddling): Fault => ({ name, step: 'signature', kind, api });

const ofSignature: readonly Fault[] = [
  signature(
    'a proxy that rewrites Host',
    'ForbiddenUnsaid',
    toSigned((request) => withHeader(request, 'host', 'notes.internal')),
  ),
  signature(
    'a proxy that drops x-amz-date',
    'ForbiddenUnsaid',
    toSigned((request) => withHeader(request, 'x-amz-date', undefined)),
  ),
  signature(
    'a proxy that strips the session token',
    'ForbiddenUnsaid',
    toSigned((request) => withHeader(request, 'x-amz-security-token', undefined)),
  ),
  signature(
    'a proxy that strips Authorization',
    'ForbiddenUnsaid',
    toSigned((request) => withHeader(request, 'authorization', undefined)),
  ),
  signature(
    'a proxy that adds a query',
    'ForbiddenUnsaid',
    toSigned((request) => ({ ...request, path: `${request.path}${request.path.includes('?') ? '&' : '?'}via=proxy` })),
  ),
  signature(
    'a proxy that encodes the path',
    'PathRefused',
    toSigned((request) => ({ ...request, path: request.path.replaceAll('-', '%2D') })),
  ),
  signature('a role that may not call one route', 'PathRefused', answering(ofGateway(403, 'Forbidden'), get)),
  signature(
    'a signature that differs, said so',
    'SignatureDiffers',
    answering(
      ofGateway(
        403,
        'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
      ),
    ),
  ),
  signature(
    'a signature that expired, said so',
    'SignatureExpired',
    answering(
      ofGateway(
        403,
        'Signature expired: 20260102T030405Z is now earlier than 20260102T030905Z (20260102T031405Z - 5 min.)',
      ),
    ),
  ),
  signature(
    'a session token that ended, said so',
    'SessionTokenEnded',
    answering(ofGateway(403, 'The security token included in the request is expired')),
  ),
  signature(
    'a session token that nobody knows, said so',
    'SessionTokenUnknown',
    answering(ofGateway(403, 'The security token included in the request is invalid.')),
  ),
  signature(
    'a signature that did not arrive, said so',
    'SignatureMissing',
    answering(ofGateway(403, 'Missing Authentication Token')),
  ),
  signature(
    'a role that may not call, said so',
    'NotAllowed',
    answering(
      ofGateway(
        403,
        'User: arn:aws:sts::123456789012:assumed-role/users/CognitoIdentityCredentials is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********9012:abc/$default/GET/notes',
      ),
    ),
  ),
  signature('a function that throws', 'FunctionFailed', answering(ofGateway(500, 'Internal Server Error'))),
  signature('a function with a bug', 'FunctionFailed', answering(problem(500, 'unexpected'))),
  signature('a function that takes too long', 'FunctionFailed', answering(ofGateway(503, 'Service Unavailable'))),
  signature('a table that is not reached', 'StoreUnavailable', answering(problem(503, 'store-unavailable'))),
  signature('a function of other pools', 'IdentityNotTaken', answering(problem(403, 'identity-refused'))),
  signature('a function that is told of nobody', 'CallerUnknown', answering(problem(401, 'not-authenticated'))),
  signature('a function of another version', 'RouteRefused', answering(problem(400, 'invalid-parameter'))),
  signature('a route that is gone for who is signed in', 'RouteMissing', answering(ofGateway(404, 'Not Found'))),
  signature('throttling of who is signed in', 'Throttled', answering(ofGateway(429, 'Too Many Requests'))),
  signature('a page for who is signed in', 'NotTheService', answering(page)),
  signature('a note where there is none', 'NotTheService', answering(json(200, { noteId: 'x' }))),
  signature('a proxy that answers in place of the API', 'ServiceFailing', answering({ ...page, status: 504 })),
  signature('a proxy that changes content types', 'ProblemMisshapen', {
    answer: (reply) => (reply.status === 404 ? withHeader(reply, 'content-type', 'application/json') : reply),
  }),
];

const cors = (
  name: string,
  kind: Fault['kind'],
  header: string,
  change: (value: string) => string | undefined,
): Fault => ({
  ...{ name, step: 'CORS', kind },
  api: {
    answer: (reply) => {
      const value = reply.headers[header];
      return value === undefined ? reply : withHeader(reply, header, change(value));
    },
  },
});

const ofCors: readonly Fault[] = [
  cors('an API without CORS', 'OriginNotAllowed', 'access-control-allow-origin', () => undefined),
  cors('an API for another page', 'OriginNotAllowed', 'access-control-allow-origin', () => 'https://other.example.com'),
  cors('CORS without PUT', 'MethodNotAllowed', 'access-control-allow-methods', (value) => value.replace(/,?PUT/, '')),
  cors('CORS without If-Match', 'HeadersNotAllowed', 'access-control-allow-headers', (value) =>
    value.replace('if-match,', ''),
  ),
  cors('CORS with a wildcard for Authorization', 'HeadersNotAllowed', 'access-control-allow-headers', () => '*'),
  cors('CORS that hides ETags', 'HeadersNotExposed', 'access-control-expose-headers', (value) =>
    value.replace('etag,', ''),
  ),
  {
    ...({ name: 'a preflight that is refused', step: 'CORS', kind: 'PreflightRefused' } as const),
    api: { instead: ({ method }) => (method === 'OPTIONS' ? ofGateway(403, 'Forbidden') : undefined) },
  },
  {
    ...({ name: 'CORS of the preflight only', step: 'CORS', kind: 'AnswerNotAllowed' } as const),
    api: {
      answer: (reply, { method }) =>
        method === 'OPTIONS' ? reply : withHeader(reply, 'access-control-allow-origin', undefined),
    },
  },
];

const onAnswer = (isMeant: (request: Passing) => boolean, change: (reply: Reply) => Reply): Meddling => ({
  answer: (reply, request) => (isSigned(request) && isMeant(request) ? change(reply) : reply),
});
const otherContent = (reply: Reply): Reply => ({ ...reply, body: reply.body.replace('Made by', 'Spoiled by') });

/** Once, and then no more: what is swallowed once can be undone. */
const once = (reply: Reply, isMeant: (request: Passing) => boolean): Meddling => {
  let done = false;
  return answering(reply, (request) => {
    if (done || !isMeant(request)) return false;
    done = true;
    return true;
  });
};

/** Made for each run, as it counts. */
export const ofNotes = (): readonly Fault[] => [
  {
    name: 'a create that is lost after it was made',
    step: 'POST /notes',
    kind: 'ServiceFailing',
    api: onAnswer(create, () => ({ ...page, status: 502 })),
  },
  {
    name: 'a create that fails',
    step: 'POST /notes',
    kind: 'FunctionFailed',
    api: answering(ofGateway(500, 'Internal Server Error'), create),
  },
  {
    name: 'a create of another content',
    step: 'POST /notes',
    kind: 'NoteChanged',
    api: onAnswer(create, otherContent),
  },
  {
    name: 'a create without an ETag',
    step: 'POST /notes',
    kind: 'HeaderMissing',
    evidence: { header: 'etag' },
    api: onAnswer(create, (reply) => withHeader(reply, 'etag', undefined)),
  },
  {
    name: 'a create without a Location',
    step: 'POST /notes',
    kind: 'HeaderMissing',
    evidence: { header: 'location' },
    api: onAnswer(create, (reply) => withHeader(reply, 'location', undefined)),
  },
  {
    name: 'a proxy that drops Idempotency-Key',
    step: 'POST /notes',
    kind: 'ForbiddenUnsaid',
    api: toSigned((request) => withHeader(request, 'idempotency-key', undefined)),
  },
  {
    name: 'a proxy that changes bodies',
    step: 'POST /notes',
    kind: 'ForbiddenUnsaid',
    api: toSigned((request) => ({ ...request, body: request.body.replace('Made', 'Spoiled') })),
  },
  { name: 'a get of another content', step: 'GET /notes/{id}', kind: 'NoteChanged', api: onAnswer(get, otherContent) },
  {
    name: 'a get without an ETag',
    step: 'GET /notes/{id}',
    kind: 'HeaderMissing',
    api: onAnswer(get, (reply) => (reply.status === 200 ? withHeader(reply, 'etag', undefined) : reply)),
  },
  {
    name: 'a list without the note',
    step: 'GET /notes',
    kind: 'NotListed',
    api: answering(json(200, []), (request) => list(request) && request.path.includes('after')),
  },
  {
    name: 'a list that is none',
    step: 'GET /notes',
    kind: 'NotTheService',
    api: answering(json(200, { notes: [] }), (request) => list(request) && request.path.includes('after')),
  },
  {
    name: 'an update that is throttled',
    step: 'PUT /notes/{id}',
    kind: 'Throttled',
    api: answering(ofGateway(429, 'Too Many Requests'), update),
  },
  {
    name: 'a proxy that drops If-Match',
    step: 'PUT /notes/{id}',
    kind: 'ForbiddenUnsaid',
    api: { request: (request) => (update(request) ? withHeader(request, 'if-match', undefined) : request) },
  },
  {
    ...({ name: 'If-Match that does not count', step: 'PUT /notes/{id}', kind: 'IfMatchIgnored' } as const),
    api: {
      answer: (reply, request) => {
        if (!update(request) || reply.status !== 412) return reply;
        const noteId = request.path.split('/').at(-1);
        return json(200, { userId: 'us-east-1:x', noteId, createdAt: 1, ...JSON.parse(request.body) }, { etag: '"x"' });
      },
    },
  },
  {
    name: 'a delete that fails',
    step: 'DELETE /notes/{id}',
    kind: 'RouteRefused',
    api: once(problem(412, 'revision-conflict'), remove),
  },
  {
    name: 'a delete that deletes nothing',
    step: 'DELETE /notes/{id}',
    kind: 'NotDeleted',
    api: once({ status: 204, headers: id, body: '' }, remove),
  },
];

export const apiFaults: readonly Fault[] = [...ofSignature, ...ofCors];
