import { randomBytes } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { gatewayAnswers } from '../../../src/adapters/api-gateway/gateway-answers.ts';
import type { Credentials, Principal } from '../credentials.ts';
import { readBody } from './body.ts';
import type { RawRequest } from './canonical-request.ts';
import { type Cors, createPreflightResponse, isPreflight, withCors } from './cors.ts';
import { type Arrival, createEvent, type HttpApiEvent } from './event.ts';
import { type ApiRoute, matchRoute } from './match-route.ts';
import { type OldEvent, toOldEvent } from './old-event.ts';
import { type ApiRefusal, describeRefusal, type RefusedRequest } from './refusal.ts';
import { parseTarget, splitTarget } from './request-target.ts';
import { createGatewayResponse, createResponse, internalError, type WireResponse } from './response.ts';
import { type Verifier, verify } from './signature-v4.ts';
import { type Throttling, throttle } from './throttle.ts';

export interface HttpApiOptions {
  readonly routes: readonly ApiRoute[];
  readonly credentials: Credentials;
  readonly region: string;
  readonly accountId: string;
  readonly apiId: string;
  /** Returns the name of a caller's role. */
  readonly roleOf?: (principal: Principal) => string;
  /** Returns why a caller may not invoke the API with this method and path, or `undefined` if they may. */
  readonly denial?: (
    principal: Principal,
    call: { readonly method: string; readonly path: string },
  ) => string | undefined;
  /** Invokes a route's function. Rejects if the function fails, or if the API may not invoke it. */
  readonly invoke: (route: ApiRoute, event: HttpApiEvent | OldEvent) => Promise<unknown>;
  /** A function's time-out in milliseconds; by default 30,000 [API Gateway Developer Guide, "Quotas for HTTP APIs"]. */
  readonly invocationTimeout?: number;
  /** `undefined` if no page of another origin may call the API. */
  readonly cors: Cors | undefined;
  readonly throttling?: Throttling | undefined;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  readonly onResponse?: (response: ResponseSummary) => void;
  /** Called after a 4xx or a 5xx is sent, and after `onResponse`. */
  readonly onRefusal?: ((refused: RefusedRequest) => void) | undefined;
  /** Called after every answer, before `onResponse` and `onRefusal`. */
  readonly onAnswered?: ((answered: AnsweredRequest) => void) | undefined;
  readonly onSigned?: Verifier<Principal>['onSigned'];
}

/** A request with its answer, for display on this machine: complete, with every secret in it. */
export interface AnsweredRequest extends RefusedRequest {
  readonly response: WireResponse;
}

/** A summary of an answered request. */
export interface ResponseSummary {
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly milliseconds: number;
  readonly identityId?: string;
  /** Why the API itself refused the request. */
  readonly refused?: string;
}

interface RoutedResponse extends Pick<RefusedRequest, 'refusal' | 'request' | 'route' | 'principal'> {
  readonly response: WireResponse;
}

/**
 * Creates an HTTP API with IAM authorization, CORS, and Lambda integrations of payload format 2.0, and of 1.0 as far as
 * `toOldEvent` goes.
 */
export const createHttpApi = (options: HttpApiOptions): RequestListener => {
  const { routes, credentials, region, accountId, apiId, cors, onResponse, onRefusal, onAnswered, onSigned } = options;
  const { roleOf = () => 'authenticated', denial = () => undefined, throttling } = options;
  const { now = Date.now, invocationTimeout = 30_000 } = options;
  const api = { accountId, apiId, region, roleOf };
  const refused = (refusal: ApiRefusal, about: Omit<RoutedResponse, 'response' | 'refusal'> = {}): RoutedResponse => ({
    response: responses[refusal.kind],
    refusal,
    ...about,
  });
  const admits = throttle(throttling, now);

  const answerTo = async (request: IncomingMessage, requestId: string): Promise<RoutedResponse> => {
    const { method = '', rawHeaders, httpVersion, socket } = request;
    // Read in any case: an answer to half a request would leave the rest of it on the connection.
    const body = await readBody(request);
    const target = parseTarget(request.url ?? '');
    if (target.isErr()) return refused(target.error);
    if (cors !== undefined && isPreflight(request)) return { response: createPreflightResponse(cors) };
    const matched = matchRoute(routes, method, target.value.path);
    if (matched === undefined) return refused({ kind: 'NoRoute' });
    if (throttling !== undefined && !admits()) return refused({ kind: 'Throttled', throttling });
    if (body === 'too large') return refused({ kind: 'BodyTooLarge' });

    const raw: RawRequest = { method, target: target.value, rawHeaders, body };
    const { route, pathParameters } = matched;
    const { remoteAddress: sourceIp = '127.0.0.1', localPort: port = 0 } = socket;
    const about = { routeKey: route.routeKey, pathParameters, requestId, httpVersion, sourceIp, port, time: now() };
    if (route.authorization === 'NONE') {
      const arrival = { request: raw, session: undefined, query: target.value.query, ...about };
      return { response: await respondByRoute(route, arrival), request: raw, route };
    }
    const verified = verify(raw, { credentials, region, service: 'execute-api', now, onSigned });
    if (verified.isErr()) return refused(verified.error, { request: raw, route });
    const { session, query } = verified.value;
    const signed = { request: raw, route, principal: session.principal };
    const denied = denial(session.principal, { method, path: target.value.path });
    if (denied !== undefined) return refused({ kind: 'NotAllowed', reason: denied }, signed);
    return { response: await respondByRoute(route, { request: raw, session, query, ...about }), ...signed };
  };

  const respondByRoute = async (route: ApiRoute, arrival: Arrival): Promise<WireResponse> => {
    try {
      const event = createEvent(arrival, api);
      const given = route.payloadFormatVersion === '2.0' ? event : toOldEvent(event);
      const result = await withTimeout(invocationTimeout, options.invoke(route, given));
      if (result !== timedOut) return createResponse(result);
      console.error(`The function of ${route.routeKey} has not answered within ${invocationTimeout} ms.`);
      return serviceUnavailable;
    } catch (error) {
      console.error(error);
      return internalError;
    }
  };

  return async (request, response) => {
    const started = performance.now();
    const requestId = randomBytes(12).toString('base64');
    const { method = '', url = '' } = request;
    const answer = ({ response: { status, headers, body }, ...about }: RoutedResponse) => {
      const own = { status, headers: { ...headers, 'apigw-requestid': requestId }, body };
      const sent = cors === undefined ? own : withCors(cors, request.headers.origin, own);
      send(response, sent, request.complete);
      const { path } = splitTarget(url);
      const said = { requestId, method, path, status, milliseconds: performance.now() - started };
      const reason = about.refusal && describeRefusal(about.refusal);
      onAnswered?.({ ...said, ...about, response: sent });
      onResponse?.({
        ...said,
        ...(about.principal && { identityId: about.principal.identityId }),
        ...(reason !== undefined && { refused: reason }),
      });
      if (status >= 400) onRefusal?.({ ...said, ...about });
    };
    try {
      answer(await answerTo(request, requestId));
    } catch (error) {
      // The client disconnected in the middle of its request, so there is nobody to answer.
      if (request.destroyed && !request.complete) return;
      console.error(error);
      if (!response.headersSent) answer({ response: internalError });
    }
  };
};

const forbidden = createGatewayResponse(gatewayAnswers.Forbidden);
const responses: Readonly<Record<ApiRefusal['kind'], WireResponse>> = {
  TargetRefused: forbidden,
  SignatureRefused: forbidden,
  NotAllowed: forbidden,
  NoRoute: createGatewayResponse(gatewayAnswers.NotFound),
  Throttled: createGatewayResponse(gatewayAnswers.TooMany),
  BodyTooLarge: createGatewayResponse(gatewayAnswers.TooLarge),
};
const serviceUnavailable = createGatewayResponse(gatewayAnswers.TimedOut);

const timedOut = Symbol('timed out');

const withTimeout = async <T>(milliseconds: number, work: Promise<T>): Promise<T | typeof timedOut> => {
  const { promise: late, resolve } = Promise.withResolvers<typeof timedOut>();
  const timer = setTimeout(resolve, milliseconds, timedOut);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

/** Sends a response. `complete`: whether the whole request was read; if not, the connection cannot be reused. */
const send = (response: ServerResponse, { status, headers, body }: WireResponse, complete: boolean): void => {
  const bodiless = status === 204 || status === 304;
  // Some are left if an earlier answer could not be sent.
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  for (const [name, value] of Object.entries(headers))
    if (!bodiless || name !== 'content-type') response.setHeader(name, value);
  if (!complete) response.setHeader('connection', 'close');
  if (!bodiless) response.setHeader('content-length', body.length);
  response.writeHead(status).end(bodiless ? undefined : body);
};
