/** A route that the console's page, or `notes local`, calls on the running stack. */
export interface ConsoleRoute {
  /** Method and exact path, as in `GET /api/outputs`. */
  readonly route: `${'GET' | 'POST'} /api/${string}`;
  /** Answers a request. Throws `BadRequest` if the request makes no sense. */
  readonly answer: (asked: ConsoleRequest) => ConsoleResponse | Promise<ConsoleResponse>;
}

export interface ConsoleRequest {
  readonly query: URLSearchParams;
  /** The parsed JSON body; `undefined` if there is none. */
  readonly body: unknown;
  /** Aborted when the client disconnects. */
  readonly signal: AbortSignal;
}

/**
 * A value, sent as JSON; or values as they come, each as a line of JSON, until the end or until the client disconnects.
 */
export type ConsoleResponse = { readonly json: unknown } | { readonly lines: AsyncIterable<unknown> };

/** A request that makes no sense. `kind` tells programs what the message tells people. */
export class BadRequest extends Error {
  readonly kind: string | undefined;

  constructor(message: string, kind?: string) {
    super(message);
    this.kind = kind;
  }
}
