import type { Pairs, Shown } from '../trace/trace.ts';

/** What the console's request builder sends and is answered: one set of types for both sides. */

/** A user of this stack. */
export interface TryUser {
  readonly sub: string;
  readonly email: string;
  readonly identityId: string;
}

/** Where a request goes to: by the service in its signature's scope. */
export type TryService = 'execute-api' | 's3' | 'dynamodb';

export interface TryRequest {
  readonly service: TryService;
  readonly method: string;
  /** With its query, as it is to be sent. */
  readonly path: string;
  readonly headers: Pairs;
  readonly body: string;
}

export interface Try extends TryRequest {
  /** In whose name it is signed. */
  readonly sub: string;
}

export interface Tried {
  readonly sent: { readonly method: string; readonly url: string; readonly headers: Pairs };
  readonly answer: { readonly status: number; readonly headers: Pairs; readonly body: Shown };
  readonly milliseconds: number;
  /** By which its trace is found. */
  readonly requestId?: string;
}
