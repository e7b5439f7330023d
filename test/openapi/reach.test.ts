import { beforeAll, describe, expect, test, vi } from 'vitest';
import { openApi } from '../../src/openapi/document.ts';
import type { ResponseObject, Schema } from '../../src/openapi/openapi.ts';
import { createConformance } from './conformance.ts';
import type { Exchange } from './exchange.ts';
import { recordGatewayTraffic } from './gateway-traffic.ts';
import { recordFunctionTraffic } from './traffic.ts';

let said: readonly Exchange[];
beforeAll(async () => {
  // Hides the reports of functions that fail and hang on purpose.
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const functions = await recordFunctionTraffic();
  said = [...functions, ...(await recordGatewayTraffic(functions))];
});

/** Names an answer: by the type of a problem, by API Gateway's message, or not at all. */
const nameIn = (properties: Readonly<Record<string, unknown>> = {}): string => {
  const { type, message } = properties as Readonly<Record<string, { const?: string }>>;
  return type?.const ?? message?.const ?? '';
};
const schemaAt = (schema: Schema): Schema => {
  const name = /^#\/components\/schemas\/(\w+)$/.exec(String(schema.$ref))?.[1];
  return name === undefined ? schema : (openApi.components.schemas[name] ?? {});
};
const namesIn = (schema: Schema): readonly string[] =>
  ((schema.oneOf as Schema[] | undefined) ?? [schema]).map((each) => nameIn(schemaAt(each).properties as never));

const documented = (path: string, method: string, responses: Readonly<Record<string, ResponseObject>>) =>
  Object.entries(responses).flatMap(([status, { content = { '': { schema: {} } } }]) =>
    Object.entries(content).flatMap(([type, { schema }]) =>
      namesIn(schema).map((name) => [method, path, status, type, name].join(' ').trim()),
    ),
  );

const seen = ({ method, path, answer }: Exchange): string => {
  const { status, headers, body } = answer;
  const { type = '', message = '' } = status < 400 ? {} : JSON.parse(body);
  const media = body === '' ? '' : headers['content-type'];
  return [method.toLowerCase(), path, status, media, type || message].join(' ').trim();
};

describe('recorded traffic of every route, in every form,', () => {
  test('conforms to the document', () => {
    const { ofBoth } = createConformance(openApi);
    expect(said.length).toBeGreaterThan(250);
    expect(said.flatMap((exchange) => ofBoth(exchange).map((wrong) => `${seen(exchange)}: ${wrong}`))).toEqual([]);
  });

  test('contains every answer that the document has', () => {
    const answers = Object.entries(openApi.paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { responses }]) => documented(path, method, responses)),
    );
    expect(answers.length).toBeGreaterThan(70);
    expect(answers.toSorted()).toEqual([...new Set(said.filter(({ path }) => path).map(seen))].toSorted());
  });

  test('contains every header that the document has', () => {
    const { paths } = openApi;
    const missing = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { responses }]) =>
        Object.entries(responses).flatMap(([status, { headers = {} }]) => {
          const answers = said.filter(
            (each) =>
              each.path === path && each.method.toLowerCase() === method && String(each.answer.status) === status,
          );
          const got = new Set(answers.flatMap(({ answer }) => Object.keys(answer.headers)));
          // If only functions gave this answer here, the headers that the API adds are checked in its own answers.
          const added = answers.every(({ by }) => by === 'function') ? ['apigw-requestid', 'date'] : [];
          return Object.keys(headers)
            .map((name) => name.toLowerCase())
            .filter((name) => !got.has(name) && !added.includes(name))
            .map((name) => `${method} ${path} ${status}: ${name}`);
        }),
      ),
    );
    expect(missing).toEqual([]);
  });
});
