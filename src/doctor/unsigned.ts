import { v7 } from 'uuid';
import { type Answer, parseJson } from '../client/exchange.ts';
import { isRecord, isText } from '../client/shapes.ts';
import { createCheck, found, sound } from './check.ts';
import type { Finding } from './findings.ts';
import { readHost } from './hosts.ts';
import { createNetworkFinding, createWrongHostFinding } from './network.ts';
import { readRequestId } from './request-id.ts';

export type UnsignedFinding =
  | { readonly kind: 'RouteOpen'; readonly route: string; readonly status: number; readonly requestId?: string }
  | { readonly kind: 'RouteMissing'; readonly route: string; readonly host: string }
  | { readonly kind: 'NotThisApi'; readonly host: string };

/** The routes, as in docs/wire.md. */
export const routes = [
  { method: 'GET', path: '/notes' },
  { method: 'GET', path: '/notes/{id}' },
  { method: 'POST', path: '/notes' },
  { method: 'PUT', path: '/notes/{id}' },
  { method: 'DELETE', path: '/notes/{id}' },
] as const;

/**
 * Requests each route without a signature, which API Gateway itself must refuse before any function runs. This also
 * shows whether the API and each route exist: for a missing one, API Gateway answers 404.
 */
export const checkUnsigned = createCheck(['config'], async ({ config: { apiEndpoint } }, tools) => {
  const host = readHost(apiEndpoint);
  const missing: string[] = [];
  for (const { method, path } of routes) {
    const route = `${method} ${path}`;
    // Without a body, and with an id that nobody has, nothing is written even if the request is let in.
    const sent = await tools.send({ method, url: `${apiEndpoint}${path.replace('{id}', v7())}`, headers: {} });
    if (sent.isErr()) return found(createNetworkFinding(sent.error, tools));
    if (isUnknownRoute(sent.value)) missing.push(route);
    else {
      const finding = findUnrefused(sent.value, route, host);
      if (finding !== undefined) return found(finding);
    }
  }
  const [route] = missing;
  if (missing.length === routes.length) return found({ kind: 'NotThisApi', host });
  if (route !== undefined) return found({ kind: 'RouteMissing', route, host });
  return sound(`${host} has the ${routes.length} routes, and refuses unsigned requests`);
});

/** Returns whether the answer is API Gateway's own `{"message":"Not Found"}`, which no function sends. */
export const isUnknownRoute = (answer: Answer): boolean => {
  const said = parseJson(answer);
  return answer.status === 404 && isRecord(said) && !isText(said.type) && isText(said.message);
};

const findUnrefused = (answer: Answer, route: string, host: string): Finding | undefined => {
  const { status, headers } = answer;
  const said = parseJson(answer);
  // An HTTP API answers `Forbidden`; a REST API answers `Missing Authentication Token`, for unknown routes too.
  if (status === 403 && isRecord(said) && !isText(said.type)) return undefined;
  if (status === 429) return { kind: 'Throttled', host, ...readRequestId(headers) };
  if (status === 502 || status === 503 || status === 504) return { kind: 'ServiceFailing', host, status };
  const isOfFunction = isRecord(said) || Array.isArray(said) || status === 204;
  if (!isOfFunction) return createWrongHostFinding(host, status, headers);
  return { kind: 'RouteOpen', route, status, ...readRequestId(headers) };
};
