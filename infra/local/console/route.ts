/** A question that the console's page, or `notes local`, asks the running stack. */
export interface ConsoleRoute {
  /** As in `GET /api/outputs`: method and exact path. */
  readonly route: `${'GET' | 'POST'} /api/${string}`;
  /** Throws `BadRequest` for what it cannot make sense of. */
  readonly answer: (asked: ConsoleRequest) => ConsoleResponse | Promise<ConsoleResponse>;
}

export interface ConsoleRequest {
  readonly query: URLSearchParams;
  /** What was sent as JSON; `undefined` where nothing was. */
  readonly body: unknown;
  /** Aborted when who asked has gone. */
  readonly signal: AbortSignal;
}

/** A value, sent as JSON; or values as they come, each a line of JSON, until the end or until who asked has gone. */
export type ConsoleResponse = { readonly json: unknown } | { readonly lines: AsyncIterable<unknown> };

/** `kind` says to programs what the message says to people. */
export class BadRequest extends Error {
  readonly kind: string | undefined;

  constructor(message: string, kind?: string) {
    super(message);
    this.kind = kind;
  }
}
