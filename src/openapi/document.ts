import { type FunctionName, routes } from '../lambda/routes.ts';
import { description } from './description.ts';
import { exampleDraft, shownNote } from './example.ts';
import { createHeaders, type Presence } from './headers.ts';
import { createLinks } from './links.ts';
import type { OpenApi, OperationObject, ResponseObject } from './openapi.ts';
import { operations } from './operations.ts';
import { listParameters } from './parameters.ts';
import { describeProblem, everywhere, type Kind } from './problems.ts';
import { createRefusals, noRoute } from './refusals.ts';
import { createReference, noteSchemas } from './schemas.ts';

interface DescribedResponse {
  readonly description: string;
  readonly body: 'Note' | 'NoteList' | undefined;
  readonly headers: Presence;
}

const createResponseObject = ({ description, body, headers }: DescribedResponse): ResponseObject => ({
  description,
  headers: createHeaders(headers),
  ...(body !== undefined && {
    content: {
      'application/json': {
        schema: createReference(body),
        examples: { [body]: { value: body === 'Note' ? shownNote : [shownNote] } },
      },
    },
    links: createLinks(body),
  }),
});

const listProblemKinds = (name: FunctionName): readonly Kind[] =>
  Object.keys({ ...operations[name].problems, ...everywhere }) as Kind[];

const createOperation = (name: FunctionName): OperationObject => {
  const { operationId, summary, description, body, answers, ...reads } = operations[name];
  return {
    ...{ operationId, tags: ['Notes'], summary, description },
    parameters: listParameters(reads).map(({ parameter }) => parameter),
    ...(body && {
      requestBody: {
        description: 'JSON (RFC 8259) in UTF-8; a byte order mark before it is passed over.',
        required: true,
        content: {
          'application/json': { schema: createReference('NewNote'), examples: { NewNote: { value: exampleDraft } } },
        },
      },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries<DescribedResponse>(answers).map(([status, answer]) => [status, createResponseObject(answer)]),
      ),
      ...createRefusals(listProblemKinds(name)),
    },
  };
};

const createPaths = (): OpenApi['paths'] => {
  const byPath: Record<string, Record<string, OperationObject>> = {};
  for (const { method, path, function: name } of routes)
    byPath[path] = { ...byPath[path], [method.toLowerCase()]: createOperation(name) };
  return byPath;
};

const createProblemSchemas = () => {
  const kinds = new Set(routes.flatMap(({ function: name }) => listProblemKinds(name)));
  return Object.fromEntries([...kinds].map(describeProblem).map(({ name, schema }) => [name, schema]));
};

/**
 * The HTTP API as an OpenAPI 3.1 document, built from the tables that the functions use: routes, fields, problems,
 * bounds, and the types of the endpoints. `docs/openapi.json` is this document.
 *
 * @example
 * import { writeFile } from 'node:fs/promises';
 * await writeFile('openapi.json', JSON.stringify(openApi, undefined, 2));
 */
export const openApi: OpenApi = {
  openapi: '3.1.0',
  info: {
    title: 'owned-notes',
    summary: 'Notes, each user’s their own.',
    description,
    // The package's version, as `test/openapi` checks.
    version: '0.1.0',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [
    {
      url: '{ApiEndpoint}',
      description: 'A deployment, or the stack on one machine.',
      variables: {
        ApiEndpoint: {
          default: 'http://127.0.0.1:8700',
          description:
            'The API’s URL: `ApiEndpoint` of the outputs, `https://ID.execute-api.REGION.amazonaws.com` on AWS.',
        },
      },
    },
  ],
  tags: [{ name: 'Notes', description: 'The caller’s notes, and nobody else’s.' }],
  security: [{ sigv4: [] }],
  paths: createPaths(),
  components: {
    schemas: { ...noteSchemas, ...createProblemSchemas() },
    responses: { NoRoute: noRoute },
    securitySchemes: {
      // IAM authorization [API Gateway Developer Guide, "x-amazon-apigateway-authtype property"].
      sigv4: {
        type: 'apiKey',
        name: 'Authorization',
        in: 'header',
        'x-amazon-apigateway-authtype': 'awsSigv4',
        description:
          'AWS Signature Version 4, for the service `execute-api`, with temporary credentials of the identity ' +
          'pool: `Authorization`, `X-Amz-Date` and `X-Amz-Security-Token`.',
      },
    },
  },
};
