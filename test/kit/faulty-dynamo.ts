import { once } from 'node:events';
import { Agent, createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { closeServer, listen } from '../../infra/local/listen.ts';
import { type DynamoResponse, failure } from '../simulation/dynamo.ts';
import { faultKinds, type NetworkFault, noFault, type Plan } from '../simulation/faults.ts';

export interface PlannedRequest {
  /** Counted from 0, in the order of arrival. */
  readonly number: number;
  /** `PutItem`, `GetItem` and so on. */
  readonly action: string;
  readonly body: string;
}

export interface FaultyDynamoOptions {
  /** The URL of the real DynamoDB. */
  readonly target: () => string;
  /** Returns the plan for a request; without one, the request goes through. */
  readonly planFor: (request: PlannedRequest) => Plan | undefined | Promise<Plan | undefined>;
  /** Called for each fault that took place. */
  readonly onFault?: (kind: NetworkFault, request: PlannedRequest) => void;
}

export interface FaultyDynamo extends AsyncDisposable {
  readonly endpoint: string;
}

/**
 * Serves DynamoDB's protocol in front of a table, over real connections, with faults. It cannot refuse a connection, so
 * it resets it instead. A stale read is the answer that the same request got before.
 */
export const startFaultyDynamo = async ({ target, planFor, onFault }: FaultyDynamoOptions): Promise<FaultyDynamo> => {
  let requests = 0;
  /** The first answer to each read. */
  const answers = new Map<string, DynamoResponse>();

  const agent = new Agent({ keepAlive: true });
  /** Forwards all headers unchanged: the signature covers the host too. */
  const forward = async ({ headers }: IncomingMessage, body: string): Promise<DynamoResponse> => {
    const outgoing = httpRequest(target(), { method: 'POST', headers, agent }).end(body);
    const [answer]: IncomingMessage[] = await once(outgoing, 'response');
    if (answer === undefined) throw new Error('DynamoDB did not answer.');
    return { status: answer.statusCode ?? 500, body: await text(answer) };
  };

  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<unknown> => {
    const action = String(incoming.headers['x-amz-target']).split('.')[1] ?? '';
    const body = await text(incoming);
    const request = { number: requests++, action, body };
    const plan = (await planFor(request)) ?? noFault;
    const isRead = action === 'GetItem' || action === 'Query';
    const earlier = answers.get(body);
    const fault = plan.fault === 'stale read' && !(isRead && earlier) ? 'none' : plan.fault;
    if (fault !== 'none') onFault?.(fault, request);
    const { socket } = incoming;

    await sleep(plan.there);
    if (fault === 'refused connection' || fault === 'dead connection') return socket.resetAndDestroy();
    const when = fault === 'none' ? 'at once' : faultKinds[fault];
    if (when === 'late') {
      // Nobody learns the outcome.
      sleep(plan.late, undefined, { ref: false }).then(() => forward(incoming, body).catch(() => {}));
      return fault === 'late after a reset' ? socket.resetAndDestroy() : undefined;
    }
    if (when === 'never') return fault === 'silent before' ? undefined : send(response, createRefusal(fault));
    const answer = await forward(incoming, body);
    if (isRead && earlier === undefined) answers.set(body, answer);
    await sleep(plan.back);
    switch (fault) {
      case 'reset after':
        return socket.resetAndDestroy();
      case 'failed after':
        return send(response, failure(500, 'InternalServerError'));
      case 'silent after':
        return undefined;
      case 'garbled after':
        return send(response, { status: 200, body: '<html>' });
      case 'truncated after':
      case 'stalled after':
        return sendHalf(response, answer, fault === 'truncated after' ? socket : undefined);
      case 'stale read':
        return send(response, earlier ?? answer);
      default:
        return send(response, answer);
    }
  };

  const server = createServer((incoming, response) => {
    // A client that has given up reads no answer.
    serve(incoming, response).catch(() => incoming.socket.destroy());
  });
  return {
    endpoint: await listen(server, 'DynamoDB with faults', 0),
    [Symbol.asyncDispose]: async () => {
      agent.destroy();
      server.closeAllConnections();
      await closeServer(server);
    },
  };
};

const createRefusal = (fault: NetworkFault | 'none'): DynamoResponse =>
  fault === 'throttled' ? failure(400, 'ThrottlingException') : failure(500, 'InternalServerError');

const send = (response: ServerResponse, { status, body }: DynamoResponse) =>
  response.writeHead(status, createHeaders(body)).end(body);

/** Sends half a body, and then resets the connection, or sends nothing more. */
const sendHalf = (response: ServerResponse, { status, body }: DynamoResponse, socket: Socket | undefined) =>
  response
    .writeHead(status, createHeaders(body))
    .write(body.slice(0, body.length / 2), () => socket?.resetAndDestroy());

const createHeaders = (body: string) => ({
  'content-type': 'application/x-amz-json-1.0',
  'content-length': Buffer.byteLength(body),
});
