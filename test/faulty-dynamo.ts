import { createServer, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { closed, listening } from '../infra/local/listening.ts';

/** What may happen to one request on its way to DynamoDB and back. */
export type Fault =
  | 'none'
  /** Refused before anything was done. */
  | 'throttled'
  /** An error of DynamoDB's, nothing done. */
  | 'failed before'
  /** The connection is reset, nothing done. */
  | 'reset before'
  /** Done, and then: the connection is reset, an error, no answer at all, half an answer, or one that is not JSON. */
  | 'reset after'
  | 'failed after'
  | 'silent after'
  | 'truncated after'
  | 'garbled after';

export interface FaultyDynamo extends AsyncDisposable {
  readonly endpoint: string;
  /** What happens to the requests that come next, in order; when it is used up, nothing more happens to them. */
  schedule: Fault[];
  /** How many requests came since the schedule was set. */
  requests: number;
  /** Awaited before the request of this number, from 0, is looked at. */
  meanwhile: (request: number) => Promise<unknown>;
}

/** DynamoDB's protocol in front of a table, with faults on a schedule. */
export const faultyDynamo = async (table: string): Promise<FaultyDynamo> => {
  const server = createServer(async (request, response) => {
    const number = dynamo.requests++;
    const fault = dynamo.schedule[number] ?? 'none';
    const body = await buffer(request);
    await dynamo.meanwhile(number);
    if (fault === 'throttled') return error(response, 400, 'ThrottlingException');
    if (fault === 'failed before') return error(response, 500, 'InternalServerError');
    if (fault === 'reset before') return request.socket.resetAndDestroy();

    const { host: _, ...headers } = request.headers;
    const answer = await fetch(table, { method: 'POST', headers: headers as Record<string, string>, body });
    const text = await answer.text();
    const type = answer.headers.get('content-type') ?? '';
    if (fault === 'reset after') return request.socket.resetAndDestroy();
    if (fault === 'failed after') return error(response, 500, 'InternalServerError');
    // The client gives up by itself.
    if (fault === 'silent after') return;
    if (fault === 'garbled after') return response.writeHead(200, { 'content-type': type }).end('<html>');
    response.writeHead(answer.status, { 'content-type': type, 'content-length': Buffer.byteLength(text) });
    if (fault !== 'truncated after') return response.end(text);
    response.write(text.slice(0, text.length / 2), () => request.socket.resetAndDestroy());
    return;
  });
  const dynamo: FaultyDynamo = {
    endpoint: await listening(server, 'DynamoDB with faults', 0),
    schedule: [],
    requests: 0,
    meanwhile: async () => undefined,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await closed(server);
    },
  };
  return dynamo;
};

const error = (response: ServerResponse, status: number, name: string) =>
  response
    .writeHead(status, { 'content-type': 'application/x-amz-json-1.0' })
    .end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'A planned fault.' }));
