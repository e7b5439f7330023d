/**
 * The parts of an API Gateway event that are read (HTTP API, payload format 2.0) [API Gateway Developer Guide, "Create
 * AWS Lambda proxy integrations for HTTP APIs"]. The package does not use the published types: they require Node's
 * types, and declare the caller's identity as null.
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
    /** Typed as unknown: `parseCaller` parses it. */
    readonly authorizer?: unknown;
  };
  readonly body?: string | undefined;
  readonly isBase64Encoded: boolean;
}

type Texts<Name extends string> = { readonly [N in Name]?: string | undefined };

/**
 * The part of an event that has these headers and no others. From this and the next two types, the compiler knows what
 * each route reads, and requires `src/openapi` to describe each.
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
 * The part of a Lambda context that a handler uses.
 *
 * @example
 * const context: FunctionContext = { getRemainingTimeInMillis: () => 10_000 };
 */
export interface FunctionContext {
  /** Milliseconds. */
  readonly getRemainingTimeInMillis: () => number;
}
