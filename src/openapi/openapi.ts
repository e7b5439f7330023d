/**
 * The parts of OpenAPI 3.1 that this document uses [OpenAPI Specification 3.1, 4.8].
 *
 * @example
 * const paths = (document: OpenApi): readonly string[] => Object.keys(document.paths);
 */
export interface OpenApi {
  readonly openapi: string;
  readonly info: Readonly<Record<'title' | 'summary' | 'description' | 'version', string>> & {
    readonly license: { readonly name: string; readonly identifier: string };
  };
  readonly servers: readonly Server[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  /** By path, and by method in lower case. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly responses: Readonly<Record<string, ResponseObject>>;
    readonly securitySchemes: Readonly<Record<string, Readonly<Record<string, string>>>>;
  };
}

/**
 * Where an API is served. `url` may contain variables.
 *
 * @example
 * const server: Server | undefined = openApi.servers[0];
 */
export interface Server {
  readonly url: string;
  readonly description: string;
  readonly variables: Readonly<Record<string, { readonly default: string; readonly description: string }>>;
}

/**
 * One method of one path.
 *
 * @example
 * const operation: OperationObject | undefined = openApi.paths['/notes']?.get;
 */
export interface OperationObject {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly ParameterObject[];
  readonly requestBody?: {
    readonly description: string;
    readonly required: boolean;
    readonly content: Content;
  };
  /** By status. */
  readonly responses: Readonly<Record<string, ResponseObject>>;
}

/**
 * A parameter of an operation: a segment of the path, a member of the query, or a header.
 *
 * @example
 * const isInPath = (parameter: ParameterObject): boolean => parameter.in === 'path';
 */
export interface ParameterObject {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description: string;
  readonly schema: Schema;
}

/**
 * A response that an operation may give.
 *
 * @example
 * const response: ResponseObject | undefined = openApi.paths['/notes']?.get?.responses['200'];
 */
export interface ResponseObject {
  readonly description: string;
  readonly headers?: Readonly<Record<string, HeaderObject>>;
  readonly content?: Content;
  readonly links?: Readonly<Record<string, LinkObject>>;
}

/**
 * A header of a response.
 *
 * @example
 * const header: HeaderObject = { description: 'The note’s revision.', required: true, schema: { type: 'string' } };
 */
export interface HeaderObject {
  readonly description: string;
  readonly required: boolean;
  readonly schema: Schema;
}

/**
 * Schemas and examples by media type.
 *
 * @example
 * const content: Content = { 'application/json': { schema: { type: 'object' } } };
 */
export type Content = Readonly<Record<string, { readonly schema: Schema; readonly examples?: Examples }>>;

/**
 * Examples by name.
 *
 * @example
 * const examples: Examples = { Note: { summary: 'A short note', value: { content: 'hello' } } };
 */
export type Examples = Readonly<Record<string, { readonly summary?: string; readonly value: unknown }>>;

/**
 * A link from a response to another operation.
 *
 * @example
 * const links = (response: ResponseObject): readonly LinkObject[] => Object.values(response.links ?? {});
 */
export interface LinkObject {
  readonly operationId: string;
  /** Runtime expressions by the name of the operation's parameter. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly description: string;
}

/**
 * A JSON Schema (draft 2020-12), the dialect of OpenAPI 3.1.
 *
 * @example
 * const schema: Schema | undefined = openApi.components.schemas.Note;
 */
export interface Schema {
  readonly [keyword: string]: unknown;
}
