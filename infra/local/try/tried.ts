import type { Pairs, Shown } from '../trace/trace.ts';

/** What the console's request builder sends and receives: one set of types for both sides. */

/** A user of this stack. */
export interface TryUser {
  readonly sub: string;
  readonly email: string;
  readonly identityId: string;
  /** The id that owns the user's notes. */
  readonly owner: string;
}

/** The service that a request goes to, by its name in the signature's scope. */
export type TryService = 'execute-api' | 's3' | 'dynamodb';

export interface TryRequest {
  readonly service: TryService;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Pairs;
  readonly body: string;
}

export interface Try extends TryRequest {
  /** The user whose credentials sign it. */
  readonly sub: string;
}

export interface Tried {
  readonly sent: { readonly method: string; readonly url: string; readonly headers: Pairs };
  /** Absent if none came. */
  readonly answer?: { readonly status: number; readonly headers: Pairs; readonly body: Shown };
  /** Why no answer came. */
  readonly unanswered?: string;
  readonly milliseconds: number;
  /** The id by which its trace is found. */
  readonly requestId?: string;
  /** The id of the note that the request created, also if the answer is too long to be shown as a whole. */
  readonly createdNoteId?: string;
}
