/** The parts of OpenAPI 3.1 that there are in this document [OpenAPI Specification 3.1, 4.8]. */
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

export interface Server {
  readonly url: string;
  readonly description: string;
  readonly variables: Readonly<Record<string, { readonly default: string; readonly description: string }>>;
}

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

export interface ParameterObject {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description: string;
  readonly schema: Schema;
}

export interface ResponseObject {
  readonly description: string;
  readonly headers?: Readonly<Record<string, HeaderObject>>;
  readonly content?: Content;
  readonly links?: Readonly<Record<string, LinkObject>>;
}

export interface HeaderObject {
  readonly description: string;
  readonly required: boolean;
  readonly schema: Schema;
}

/** By media type. */
export type Content = Readonly<Record<string, { readonly schema: Schema; readonly examples?: Examples }>>;

export type Examples = Readonly<Record<string, { readonly summary?: string; readonly value: unknown }>>;

export interface LinkObject {
  readonly operationId: string;
  /** By the name of the operation's parameter, a runtime expression. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly description: string;
}

/** A JSON Schema (draft 2020-12), the dialect of OpenAPI 3.1. */
export interface Schema {
  readonly [keyword: string]: unknown;
}
