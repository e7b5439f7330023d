import { createJsonReply, type Meddling, type Passing, type Reply } from './faulty-proxy.ts';

export const isSigned = ({ headers }: Passing): boolean => headers.authorization !== undefined;

/** Changes signed requests on their way. */
export const toSigned = (change: (request: Passing) => Passing): Meddling => ({
  request: (request) => (isSigned(request) ? change(request) : request),
});
/** Answers signed requests in place of the API, for some routes. */
export const answering = (reply: Reply, isMeant: (request: Passing) => boolean = () => true): Meddling => ({
  instead: (request) => (isSigned(request) && isMeant(request) ? reply : undefined),
});

export const id = { 'apigw-requestid': 'of-the-api=' };
export const ofGateway = (status: number, message: string) => createJsonReply(status, { message }, id);
export const problem = (status: number, name: string) =>
  createJsonReply(
    status,
    { type: `urn:problem-type:owned-notes:${name}`, title: 'A title', status, requestId: 'of-the-api=' },
    id,
  );

const isFor = (method: string, path: RegExp) => (request: Passing) =>
  request.method === method && path.test(request.path);
export const create = isFor('POST', /^\/notes$/);
export const get = isFor('GET', /^\/notes\/[\w-]+$/);
export const list = isFor('GET', /^\/notes(?:\?|$)/);
export const update = isFor('PUT', /./);
export const remove = isFor('DELETE', /./);
