import type { NotesConfig } from '../client/config.ts';
import { createCheck, found, skipped, sound } from './check.ts';
import type { Finding } from './findings.ts';
import { isLocal } from './hosts.ts';
import { createNetworkFinding } from './network.ts';
import { sendSignedGet } from './signed-get.ts';
import type { Tools } from './tools.ts';
import { routes } from './unsigned.ts';

export type CorsFinding =
  | { readonly kind: 'PreflightRefused'; readonly origin: string; readonly route: string; readonly status: number }
  | { readonly kind: 'OriginNotAllowed'; readonly origin: string; readonly route: string; readonly allowed: string }
  | { readonly kind: 'MethodNotAllowed'; readonly method: string; readonly allowed: string }
  | { readonly kind: 'HeadersNotAllowed'; readonly headers: readonly string[]; readonly allowed: string }
  | { readonly kind: 'AnswerNotAllowed'; readonly origin: string }
  | { readonly kind: 'HeadersNotExposed'; readonly headers: readonly string[] };

/** The headers of the client's requests beyond those that every page may send. */
export const sentHeaders = [
  ...['authorization', 'content-type', 'idempotency-key', 'if-match', 'x-amz-date', 'x-amz-security-token'],
] as const;

/** The response headers that the client reads, and those that help people find a request in a log. */
export const readHeaders = ['apigw-requestid', 'date', 'etag', 'link', 'location', 'retry-after'] as const;

/** Vite's development origin, tried for a local stack, which any page may call. */
const originOfDevelopment = 'http://localhost:5173';

/** Checks whether a page may call the API: the preflight of each route, and what a page may read of an answer. */
export const checkCors = createCheck(['config', 'credentials'], async (known, tools) => {
  const { config } = known;
  const origin = tools.asked.origin ?? (isLocal(config.apiEndpoint) ? originOfDevelopment : undefined);
  if (origin === undefined) return skipped('give --origin to check it as a page of that origin');
  for (const route of routes) {
    const finding = await sendPreflight(config, origin, route, tools);
    if (finding !== undefined) return found(finding);
  }
  // A browser adds `Origin` itself, after the page has signed.
  const sent = await sendSignedGet(known, tools, '/notes?limit=1', (url, init) =>
    tools.watch.fetch(url, { ...init, headers: withOrigin(init.headers, origin) }),
  );
  if (sent.isErr()) return found(createNetworkFinding(sent.error, tools));
  const { headers } = sent.value;
  if (!isAllowed(headers, origin)) return found({ kind: 'AnswerNotAllowed', origin });
  const exposed = splitNames(headers, 'access-control-expose-headers');
  const hidden = readHeaders.filter((name) => !exposed.includes(name) && !exposed.includes('*'));
  if (hidden.length > 0) return found({ kind: 'HeadersNotExposed', headers: hidden });
  return sound(`pages of ${origin} may call each route`);
});

const withOrigin = (headers: RequestInit['headers'], origin: string): Headers => {
  const all = new Headers(headers);
  all.set('origin', origin);
  return all;
};

const sendPreflight = async (
  { apiEndpoint }: NotesConfig,
  origin: string,
  { method, path }: (typeof routes)[number],
  tools: Tools,
): Promise<Finding | undefined> => {
  const route = `${method} ${path}`;
  const sent = await tools.send({
    method: 'OPTIONS',
    url: `${apiEndpoint}${path.replace('{id}', 'x')}`,
    headers: {
      origin,
      'access-control-request-method': method,
      'access-control-request-headers': sentHeaders.join(','),
    },
  });
  if (sent.isErr()) return createNetworkFinding(sent.error, tools);
  const { status, headers } = sent.value;
  // A browser accepts any status from 200 to 299.
  if (status >= 300) return { kind: 'PreflightRefused', origin, route, status };
  if (!isAllowed(headers, origin))
    return { kind: 'OriginNotAllowed', origin, route, allowed: headers.get('access-control-allow-origin') ?? 'none' };
  const methods = splitHeader(headers, 'access-control-allow-methods');
  // Method names are case-sensitive, and `GET` and `POST` need no permission [Fetch, "CORS-preflight fetch"].
  const needsLeave = method !== 'GET' && method !== 'POST';
  if (needsLeave && !methods.includes(method) && !methods.includes('*'))
    return { kind: 'MethodNotAllowed', method, allowed: methods.join(', ') || 'none' };
  const allowed = splitNames(headers, 'access-control-allow-headers');
  // A wildcard does not permit `authorization` [Fetch, "CORS non-wildcard request-header name"].
  const refused = sentHeaders.filter(
    (name) => !allowed.includes(name) && (name === 'authorization' || !allowed.includes('*')),
  );
  if (refused.length === 0) return undefined;
  return { kind: 'HeadersNotAllowed', headers: refused, allowed: allowed.join(', ') || 'none' };
};

const isAllowed = (headers: Headers, origin: string): boolean =>
  ['*', origin].includes(headers.get('access-control-allow-origin') ?? '');

const splitHeader = (headers: Headers, name: string): readonly string[] =>
  (headers.get(name) ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');

/** Returns header names in lower case. */
const splitNames = (headers: Headers, name: string): readonly string[] =>
  splitHeader(headers, name).map((each) => each.toLowerCase());
