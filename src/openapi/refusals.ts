import { type GatewayAnswer, gatewayAnswers } from '../adapters/api-gateway/gateway-answers.ts';
import { constant, headersOf, type Presence } from './headers.ts';
import type { Content, ResponseObject, Schema } from './openapi.ts';
import { type Kind, problemOf, type ToldProblem } from './problems.ts';
import { refTo } from './schemas.ts';

const { NotFound, ...ofEachRoute } = gatewayAnswers;

/** What an operation answers where it refuses, by status: problems of the function's, and answers of API Gateway's own. */
export const refusalsOf = (kinds: readonly Kind[]): Readonly<Record<string, ResponseObject>> => {
  const problems = new Map(kinds.map(problemOf).map((problem) => [problem.name, problem]));
  const gateway: readonly GatewayAnswer[] = Object.values(ofEachRoute);
  const statuses = new Set([...problems.values(), ...gateway].map(({ status }) => status));
  const of = <T extends { readonly status: number }>(all: Iterable<T>, status: number) =>
    [...all].filter((each) => each.status === status);
  return Object.fromEntries(
    [...statuses].map((status) => [status, refusal(of(problems.values(), status), of(gateway, status))]),
  );
};

const refusal = (problems: readonly ToldProblem[], gateway: readonly GatewayAnswer[]): ResponseObject => ({
  description: [...problems.map(inWords), ...gateway.map(({ where }) => `API Gateway itself, where ${where}.`)].join(
    ' ',
  ),
  headers: headersOf(presence([...problems.map(({ headers }) => headers), ...gateway.map(() => ({}))]), {
    'cache-control': constant(problems[0]?.headers['cache-control']),
  }),
  content: { ...problemContent(problems), ...gatewayContent(gateway) },
});

const inWords = ({ title, detail }: ToldProblem): string =>
  detail === undefined ? `${title}.` : `${title}: ${detail}`;

const problemContent = (problems: readonly ToldProblem[]): Content => {
  if (problems.length === 0) return {};
  const examples = problems.map(({ name, title, example }) => [name, { summary: title, value: example }]);
  return {
    'application/problem+json': {
      schema: oneOf(problems.map(({ name }) => refTo(name))),
      examples: Object.fromEntries(examples),
    },
  };
};

const gatewayContent = (gateway: readonly GatewayAnswer[]): Content => {
  if (gateway.length === 0) return {};
  const schemas = gateway.map(({ message }) => ({
    type: 'object',
    required: ['message'],
    properties: { message: { type: 'string', const: message } },
  }));
  return { 'application/json': { schema: oneOf(schemas) } };
};

const oneOf = ([first = {}, ...more]: readonly Schema[]): Schema =>
  more.length === 0 ? first : { oneOf: [first, ...more] };

/** Of headers that some of these answers have: a header is always there if each has it. */
const presence = (answers: readonly Readonly<Record<string, string>>[]): Presence => {
  const names = new Set(answers.flatMap(Object.keys));
  names.delete('content-type');
  return Object.fromEntries(
    [...names].map((name) => [name, answers.every((headers) => name in headers) ? 'always' : 'sometimes']),
  );
};

/** What there is no operation for: a route that the API does not have. */
export const noRoute: ResponseObject = refusal([], [NotFound]);
