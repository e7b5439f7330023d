import type { HttpApiEvent } from '../../src/adapters/api-gateway/event.ts';
import type { HandlerResponse } from '../../src/adapters/api-gateway/responses.ts';
import { routes } from '../../src/lambda/routes.ts';

export type Texts = Readonly<Record<string, string>>;

/** A request and its answer, in the document's terms. Header names are in lower case. */
export interface Exchange {
  readonly method: string;
  /** As in the document, such as `/notes/{id}`; absent if the API has no such route. */
  readonly path: string | undefined;
  readonly request: AskedRequest;
  readonly answer: Answered;
  /** Who answered: a function invoked directly, or the API, which adds headers and answers some requests itself. */
  readonly by: 'function' | 'api';
}

export interface AskedRequest {
  readonly path: Texts;
  readonly query: Texts;
  readonly headers: Texts;
  readonly body: string | Uint8Array | undefined;
}

export interface Answered {
  readonly status: number;
  readonly headers: Texts;
  readonly body: string;
}

/** Creates the exchange of a function that was invoked directly. */
export const createExchangeFromEvent = (
  event: HttpApiEvent,
  { statusCode, headers, body = '' }: HandlerResponse,
): Exchange => {
  const [method = '', path] = event.routeKey.split(' ');
  return {
    ...{ method, path, by: 'function' },
    request: {
      path: readTexts(event.pathParameters),
      query: readTexts(event.queryStringParameters),
      headers: readTexts(event.headers),
      body: event.isBase64Encoded ? decodeBase64(event.body ?? '') : event.body,
    },
    answer: { status: statusCode, headers, body },
  };
};

const readTexts = (given: Readonly<Record<string, string | undefined>> = {}): Texts =>
  Object.fromEntries(
    Object.entries(given).flatMap(([name, text]) => (text === undefined ? [] : [[name.toLowerCase(), text]])),
  );

/** Decodes a body. No real request produces malformed base64, so invalid UTF-8 stands for it. */
const decodeBase64 = (base64: string): Uint8Array => {
  const bytes = Buffer.from(base64, 'base64');
  return bytes.toString('base64') === base64 ? bytes : Uint8Array.of(0xff);
};

interface Sent {
  readonly method: string;
  /** Path and query, as on the request line. */
  readonly target: string;
  readonly headers: Texts;
  readonly body: string | undefined;
}

/** Creates the exchange of a request to the API. */
export const createExchange = ({ method, target, headers, body }: Sent, answer: Answered): Exchange => {
  const [path = '', ...query] = target.split('?');
  const route = routes.find((each) => each.method === method && readParameters(each.path, path) !== undefined);
  const joined: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query.join('?')))
    joined[name] = joined[name] === undefined ? value : `${joined[name]},${value}`;
  return {
    ...{ method, path: route?.path, answer, by: 'api' },
    request: {
      path: (route && readParameters(route.path, path)) ?? {},
      ...{ query: joined, headers: readTexts(headers), body },
    },
  };
};

const readParameters = (template: string, path: string): Texts | undefined => {
  const [parts, segments] = [template.split('/'), path.split('/')];
  if (parts.length !== segments.length) return undefined;
  const found = parts.map((part, index) => [part, segments[index] ?? ''] as const);
  if (found.some(([part, segment]) => (part.startsWith('{') ? segment === '' : part !== segment))) return undefined;
  return Object.fromEntries(
    found.filter(([part]) => part.startsWith('{')).map(([part, text]) => [part.slice(1, -1), decodeURIComponent(text)]),
  );
};
