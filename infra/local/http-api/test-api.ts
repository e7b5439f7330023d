import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { routes } from '../../../src/lambda/routes.ts';
import { createCredentials, type TemporaryCredentials } from '../credentials.ts';
import { closeServer, listen } from '../listen.ts';
import type { Explanation } from '../why/explanation.ts';
import type { KnownKey } from '../why/key-variants.ts';
import { explainOwnRefusal } from '../why/own-refusal.ts';
import { theApi } from '../why/service.ts';
import type { HttpApiEvent } from './event.ts';
import { createHttpApi, type HttpApiOptions, type ResponseSummary } from './http-api.ts';
import type { ApiRoute } from './match-route.ts';
import type { OldEvent } from './old-event.ts';
import type { RefusedRequest } from './refusal.ts';

export const region = 'us-east-1';
export const accountId = '123456789012';
export const apiId = 'abcdefghij';
export const identityPoolId = 'us-east-1:06d418dd-1111-2222-3333-444455556666';
/** The only origin that the API under test allows. */
export const origin = 'https://notes.example.com';

export const credentials = createCredentials(randomBytes(32));

/** The project's routes, with a function's name for its ARN. */
export const signedRoutes: readonly ApiRoute[] = routes.map((route) => ({
  routeKey: `${route.method} ${route.path}`,
  authorization: 'AWS_IAM',
  functionArn: route.function,
  payloadFormatVersion: '2.0',
}));

/** Issues credentials for an hour, or until `expiration`, in epoch milliseconds. */
export const issueCredentials = (
  identityId: string,
  expiration = Date.now() + 3_600_000,
  issuer = credentials,
): TemporaryCredentials => issuer.issue({ identityId, identityPoolId, amr: ['authenticated'] }, expiration);

export interface TestApi extends AsyncDisposable {
  readonly endpoint: string;
  readonly host: string;
  readonly port: number;
  /** Each call of a function, whatever its outcome. */
  readonly invocations: { readonly name: string; readonly event: HttpApiEvent }[];
  readonly responses: ResponseSummary[];
  /** Why the API itself refused requests, as shown to the operator of the stack. */
  readonly explanations: readonly Explanation[];
  /** Returns the number of open connections. */
  connections(): Promise<number>;
  /** Forgets everything recorded so far. */
  forget(): void;
}

/** Starts the HTTP API on a port of its own, with a function that answers `"done"` unless told otherwise. */
export const startTestApi = async (
  options: Partial<HttpApiOptions> = {},
  answer: (event: HttpApiEvent) => unknown = () => ({
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: '"done"',
  }),
  keys: readonly KnownKey[] = [],
): Promise<TestApi> => {
  const invocations: TestApi['invocations'] = [];
  const responses: ResponseSummary[] = [];
  const refusals: RefusedRequest[] = [];
  // Created on demand: finding what was signed differently takes many tries, and most tests do not need it.
  const explain = (refused: RefusedRequest) =>
    explainOwnRefusal(refused, {
      ...{ service: theApi, credentials, hosts: [host], keys, routes: signedRoutes.map(({ routeKey }) => routeKey) },
      ask: () => ({ allowed: false, reason: 'a test' }),
    }) ?? [];
  const server = createServer(
    createHttpApi({
      routes: signedRoutes,
      credentials,
      region,
      accountId,
      apiId,
      cors: {
        allowOrigins: [origin],
        allowMethods: ['GET', 'POST'],
        allowHeaders: ['authorization'],
        exposeHeaders: ['etag'],
        maxAge: 60,
      },
      invoke: async ({ functionArn }, given: HttpApiEvent | OldEvent) => {
        const event = given as HttpApiEvent;
        invocations.push({ name: functionArn, event });
        return answer(event);
      },
      onResponse: (response) => responses.push(response),
      onRefusal: (refused) => refusals.push(refused),
      ...options,
    }),
  );
  const endpoint = await listen(server, 'the API', 0);
  const { host, port } = new URL(endpoint);
  return {
    endpoint,
    host,
    port: Number(port),
    invocations,
    responses,
    get explanations() {
      return refusals.flatMap(explain);
    },
    connections: () => new Promise((resolve) => server.getConnections((_, count) => resolve(count))),
    forget: () => {
      invocations.length = 0;
      responses.length = 0;
      refusals.length = 0;
    },
    [Symbol.asyncDispose]: () => {
      server.closeAllConnections();
      return closeServer(server);
    },
  };
};
