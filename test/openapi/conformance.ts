import { gatewayHeaders } from '../../src/openapi/headers.ts';
import type { OpenApi, OperationObject, ParameterObject, ResponseObject, Schema } from '../../src/openapi/openapi.ts';
import { exceptions } from './exceptions.ts';
import type { Answered, AskedRequest, Exchange } from './exchange.ts';
import { createValidators, type Validate } from './validators.ts';

/** How an exchange violates a document, in words; nothing if it conforms. */
export interface Conformance {
  /** Checks the request against the schemas alone. */
  readonly ofRequest: (exchange: Exchange) => readonly string[];
  readonly ofAnswer: (exchange: Exchange) => readonly string[];
  /**
   * Checks the answer, and that request and answer fit together. A request that is refused for its form must be wrong
   * by the document, and one that is carried out must be right by it, except for `exceptions` in either direction. A
   * condition that is answered to be false must be well-formed.
   */
  readonly ofBoth: (exchange: Exchange) => readonly string[];
}

/** The problems that refuse a request for its form, whoever sends it and whatever exists. */
const ofForm = /:(malformed-body|invalid-parameter|unsupported-media-type|body-too-large|invalid-note)"/;

export const createConformance = (document: OpenApi): Conformance => {
  const open = createValidators(document);
  const closed = createValidators(document, { closed: true });

  const findOperation = ({ path = '', method }: Exchange): OperationObject | undefined =>
    document.paths[path]?.[method.toLowerCase()];

  const ofRequest = (exchange: Exchange): readonly string[] => {
    const operation = findOperation(exchange);
    if (operation === undefined) return ['The document has no such operation.'];
    const { request } = exchange;
    return [
      ...operation.parameters.flatMap((each) => checkParameter(open, each, request)),
      ...checkBody(open, operation, request),
    ];
  };

  const ofAnswer = (exchange: Exchange): readonly string[] => {
    const response = findResponse(document, findOperation(exchange), exchange.answer.status);
    if (response === undefined) return [`The status ${exchange.answer.status} is not in the document.`];
    return [...checkHeaders(closed, response, exchange), ...checkContent(closed, response, exchange.answer)];
  };

  const listConditions = (exchange: Exchange): readonly string[] =>
    (findOperation(exchange)?.parameters ?? [])
      .filter(({ name }) => name.startsWith('If-'))
      .flatMap((each) => checkParameter(open, each, exchange.request));

  const isGood = (exchange: Exchange): boolean => {
    const all = Object.values(exceptions);
    const request = all.reduce((asked, { standsFor }) => standsFor?.(asked) ?? asked, exchange.request);
    if (ofRequest({ ...exchange, request }).length > 0) return false;
    return findOperation(exchange)?.requestBody === undefined || !all.some(({ refuses }) => refuses?.(request));
  };

  const ofBoth = (exchange: Exchange): readonly string[] => {
    const { status, body } = exchange.answer;
    const wrong = ofAnswer(exchange);
    if (wrong.length > 0) return wrong;
    if (status < 400 && !isGood(exchange)) return [`It was carried out, but is invalid: ${ofRequest(exchange).join()}`];
    if (status === 412 && listConditions(exchange).length > 0) return ['A malformed condition was called false.'];
    if (status >= 400 && ofForm.test(body) && isGood(exchange)) return ['It was refused for its form, but is valid.'];
    return [];
  };

  return { ofRequest, ofAnswer, ofBoth };
};

const checkParameter = (validate: Validate, parameter: ParameterObject, request: AskedRequest): readonly string[] => {
  const { name, in: place, required, schema } = parameter;
  const text = { path: request.path, query: request.query, header: request.headers }[place];
  const value = text[place === 'header' ? name.toLowerCase() : name];
  if (value === undefined) return required ? [`${name} is missing.`] : [];
  return validate(parseValue(value, schema), schema).map((wrong) => `${name}: ${wrong}`);
};

/** Reads a number if it is written as JSON writes it, and otherwise a text. */
const parseValue = (text: string, { type }: Schema): unknown =>
  type === 'integer' && String(Number(text)) === text ? Number(text) : text;

const readMediaType = ({ 'content-type': type }: Readonly<Record<string, string>>): string =>
  (type ?? '').split(';', 1).join().trim().toLowerCase();

const checkBody = (
  validate: Validate,
  { requestBody }: OperationObject,
  { headers, body }: AskedRequest,
): readonly string[] => {
  if (requestBody === undefined) return [];
  if (body === undefined || body.length === 0) return ['There is no body.'];
  const content = requestBody.content[readMediaType(headers)];
  if (content === undefined) return ['The type of the body is not in the document.'];
  try {
    const text =
      typeof body === 'string' ? body : new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
    return validate(JSON.parse(text.replace(/^\ufeff/, '')), content.schema);
  } catch {
    return ['The body is not JSON in UTF-8.'];
  }
};

/** Finds the response of an operation, or the API's own if the document has no such operation. */
const findResponse = (
  document: OpenApi,
  operation: OperationObject | undefined,
  status: number,
): ResponseObject | undefined => {
  if (operation !== undefined) return operation.responses[status];
  const [any] = Object.values(document.paths).flatMap((path) => Object.values(path));
  return status === 404 ? document.components.responses.NoRoute : any?.responses[status];
};

/** Headers that the document omits: those of the transport, and those for pages of other origins. */
const unspoken = /^(connection|keep-alive|content-length|transfer-encoding|content-type|vary|access-control-.*)$/;

const checkHeaders = (
  validate: Validate,
  { headers = {} }: ResponseObject,
  { answer, by }: Exchange,
): readonly string[] => {
  const told = new Map(Object.entries(headers).map(([name, header]) => [name.toLowerCase(), header]));
  const added = new Set<string>(by === 'function' ? gatewayHeaders : []);
  const missing = [...told].filter(([name, { required }]) => required && !(name in answer.headers) && !added.has(name));
  return [
    ...missing.map(([name]) => `The header ${name} is missing.`),
    ...Object.entries(answer.headers)
      .filter(([name]) => !unspoken.test(name))
      .flatMap(([name, text]) => {
        const header = told.get(name);
        if (header === undefined) return [`The header ${name} is not in the document.`];
        return validate(parseValue(text, header.schema), header.schema).map((wrong) => `The header ${name} ${wrong}`);
      }),
  ];
};

const checkContent = (
  validate: Validate,
  { content }: ResponseObject,
  { headers, body }: Answered,
): readonly string[] => {
  if (content === undefined) return body === '' ? [] : ['The document has no body here.'];
  const type = readMediaType(headers);
  const { schema } = content[type] ?? {};
  if (schema === undefined) return [`A body of ${type} is not in the document.`];
  return validate(JSON.parse(body), schema);
};
