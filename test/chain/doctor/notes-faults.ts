import type { DoctorFault } from './fault.ts';
import { createJsonReply, type Meddling, type Passing, page, type Reply, withHeader } from './faulty-proxy.ts';
import {
  answering,
  create,
  get,
  id,
  isSigned,
  list,
  ofGateway,
  problem,
  remove,
  toSigned,
  update,
} from './signed-requests.ts';

const onAnswer = (isMeant: (request: Passing) => boolean, change: (reply: Reply) => Reply): Meddling => ({
  answer: (reply, request) => (isSigned(request) && isMeant(request) ? change(reply) : reply),
});
const changeContent = (reply: Reply): Reply => ({ ...reply, body: reply.body.replace('Made by', 'Spoiled by') });

/** Answers once in place of the API, and then no more: what is swallowed only once can be undone. */
const once = (reply: Reply, isMeant: (request: Passing) => boolean): Meddling => {
  let done = false;
  return answering(reply, (request) => {
    if (done || !isMeant(request)) return false;
    done = true;
    return true;
  });
};

/** Creates the faults of the five calls, for each run anew, as some count. */
export const notesFaults = (): readonly DoctorFault[] => [
  {
    name: 'a create whose answer is lost',
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
    name: 'a create with other content',
    step: 'POST /notes',
    kind: 'NoteChanged',
    api: onAnswer(create, changeContent),
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
  { name: 'a get with other content', step: 'GET /notes/{id}', kind: 'NoteChanged', api: onAnswer(get, changeContent) },
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
    api: answering(createJsonReply(200, []), (request) => list(request) && request.path.includes('after')),
  },
  {
    name: 'a list that is not one',
    step: 'GET /notes',
    kind: 'NotTheService',
    api: answering(createJsonReply(200, { notes: [] }), (request) => list(request) && request.path.includes('after')),
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
    ...({ name: 'If-Match that is ignored', step: 'PUT /notes/{id}', kind: 'IfMatchIgnored' } as const),
    api: {
      answer: (reply, request) => {
        if (!update(request) || reply.status !== 412) return reply;
        const noteId = request.path.split('/').at(-1);
        return createJsonReply(
          200,
          { userId: 'us-east-1:x', noteId, createdAt: 1, ...JSON.parse(request.body) },
          { etag: '"x"' },
        );
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
