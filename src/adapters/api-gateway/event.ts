/**
 * What is read of an event of API Gateway's (HTTP API, payload format 2.0) [API Gateway Developer Guide, "Create AWS Lambda
 * proxy integrations for HTTP APIs"]. The published types of it are not in the package's: they want those of Node, and say
 * of the caller's identity that it is null.
 *
 * @example
 * const pathOf = ({ rawPath }: HttpApiEvent): string => rawPath;
 */
export interface HttpApiEvent {
  readonly version: string;
  readonly routeKey: string;
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | undefined;
  readonly pathParameters?: Readonly<Record<string, string | undefined>> | undefined;
  readonly requestContext: {
    readonly requestId: string;
    readonly stage: string;
    /** Read as unknown: `parseCaller` parses it. */
    readonly authorizer?: unknown;
  };
  readonly body?: string | undefined;
  readonly isBase64Encoded: boolean;
}

type Texts<Name extends string> = { readonly [N in Name]?: string | undefined };

/**
 * The part of an event in which these headers are read, and no others. By this and the next two the compiler knows what each route
 * reads, and asks `src/openapi` for a word on each.
 */
export interface WithHeaders<Name extends string> {
  readonly headers: Texts<Name>;
}

export interface WithQuery<Name extends string> {
  readonly queryStringParameters?: Texts<Name> | undefined;
}

export interface WithPath<Name extends string> {
  readonly pathParameters?: Texts<Name> | undefined;
}

/**
 * What is asked of a function's context.
 *
 * @example
 * const context: FunctionContext = { getRemainingTimeInMillis: () => 10_000 };
 */
export interface FunctionContext {
  /** Milliseconds. */
  readonly getRemainingTimeInMillis: () => number;
}
