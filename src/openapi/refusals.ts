import { type GatewayResponse, gatewayAnswers } from '../adapters/api-gateway/gateway-answers.ts';
import { createConstant, createHeaders, type Presence } from './headers.ts';
import type { Content, ResponseObject, Schema } from './openapi.ts';
import { type DescribedProblem, describeProblem, type Kind } from './problems.ts';
import { createReference } from './schemas.ts';

const { NotFound, ...ofEachRoute } = gatewayAnswers;

/**
 * Returns the responses with which an operation refuses, by status: problems of the function, and API Gateway's own
 * answers.
 */
export const createRefusals = (kinds: readonly Kind[]): Readonly<Record<string, ResponseObject>> => {
  const problems = new Map(kinds.map(describeProblem).map((problem) => [problem.name, problem]));
  const gateway: readonly GatewayResponse[] = Object.values(ofEachRoute);
  const statuses = new Set([...problems.values(), ...gateway].map(({ status }) => status));
  const of = <T extends { readonly status: number }>(all: Iterable<T>, status: number) =>
    [...all].filter((each) => each.status === status);
  return Object.fromEntries(
    [...statuses].map((status) => [status, createRefusal(of(problems.values(), status), of(gateway, status))]),
  );
};

const createRefusal = (problems: readonly DescribedProblem[], gateway: readonly GatewayResponse[]): ResponseObject => ({
  description: [
    ...problems.map(describeTitleAndDetail),
    ...gateway.map(({ where }) => `API Gateway itself, if ${where}.`),
  ].join(' '),
  headers: createHeaders(findPresence([...problems.map(({ headers }) => headers), ...gateway.map(() => ({}))]), {
    'cache-control': createConstant(problems[0]?.headers['cache-control']),
  }),
  content: { ...createProblemContent(problems), ...createGatewayContent(gateway) },
});

const describeTitleAndDetail = ({ title, detail }: DescribedProblem): string =>
  detail === undefined ? `${title}.` : `${title}: ${detail}`;

const createProblemContent = (problems: readonly DescribedProblem[]): Content => {
  if (problems.length === 0) return {};
  const examples = problems.map(({ name, title, example }) => [name, { summary: title, value: example }]);
  return {
    'application/problem+json': {
      schema: combineSchemas(problems.map(({ name }) => createReference(name))),
      examples: Object.fromEntries(examples),
    },
  };
};

const createGatewayContent = (gateway: readonly GatewayResponse[]): Content => {
  if (gateway.length === 0) return {};
  const schemas = gateway.map(({ message }) => ({
    type: 'object',
    required: ['message'],
    properties: { message: { type: 'string', const: message } },
  }));
  return { 'application/json': { schema: combineSchemas(schemas) } };
};

const combineSchemas = ([first = {}, ...more]: readonly Schema[]): Schema =>
  more.length === 0 ? first : { oneOf: [first, ...more] };

/** Returns the headers of these answers. A header is always present if each answer has it. */
const findPresence = (answers: readonly Readonly<Record<string, string>>[]): Presence => {
  const names = new Set(answers.flatMap(Object.keys));
  names.delete('content-type');
  return Object.fromEntries(
    [...names].map((name) => [name, answers.every((headers) => name in headers) ? 'always' : 'sometimes']),
  );
};

/** The response to a route that the API does not have. No operation describes it. */
export const noRoute: ResponseObject = createRefusal([], [NotFound]);
