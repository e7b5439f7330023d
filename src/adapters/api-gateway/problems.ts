import type { InvalidNote } from '../../domain/note.ts';
import type {
  NoteDeleted,
  NoteIdTaken,
  NoteNotFound,
  OutcomeUnknown,
  RevisionConflict,
  StoreUnavailable,
} from '../../ports/note-store.ts';
import type { BodyTooLarge, MalformedBody, UnsupportedMediaType } from './body.ts';
import type { NoCaller } from './caller.ts';
import type { InvalidParameter } from './parameters.ts';
import type { PreconditionRequired } from './preconditions.ts';
import type { HandlerResponse } from './responses.ts';

/**
 * Everything that can prevent a successful answer, except bugs.
 *
 * @example
 * const isTheirs = ({ kind }: Problem): boolean => kind !== 'StoreUnavailable' && kind !== 'OutcomeUnknown';
 */
export type Problem =
  | NoCaller
  | MalformedBody
  | UnsupportedMediaType
  | BodyTooLarge
  | InvalidParameter
  | InvalidNote
  | NoteNotFound
  | NoteIdTaken
  | NoteDeleted
  | RevisionConflict
  | PreconditionRequired
  | StoreUnavailable
  | OutcomeUnknown;

/** A bug or a misconfiguration: the one problem that no use case declares. */
export interface Unexpected {
  readonly kind: 'Unexpected';
}

interface Row {
  readonly status: number;
  readonly title: string;
  /** What the caller can do. Absent if the title says it all, or if the problem has its own reason. */
  readonly detail?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const tryAgain = { 'retry-after': '1' };

/** The response to each kind of problem. HTTP status is data: a problem without a row does not compile. */
export const problemTable = {
  NotAuthenticated: {
    status: 401,
    title: 'Not authenticated',
    detail: 'Sign the request with Signature Version 4, with credentials of the identity pool.',
    headers: { 'www-authenticate': 'AWS4-HMAC-SHA256' },
  },
  IdentityRefused: { status: 403, title: 'Identity refused', detail: 'Sign in to the user pool of this API.' },
  WrongPayloadVersion: { status: 500, title: 'Internal error' },
  MalformedBody: { status: 400, title: 'Malformed body' },
  UnsupportedMediaType: {
    status: 415,
    title: 'Unsupported media type',
    detail: 'Send application/json in UTF-8, not compressed.',
    headers: { accept: 'application/json' },
  },
  BodyTooLarge: { status: 413, title: 'Body too large', detail: 'A body is at most 524,288 bytes.' },
  InvalidParameter: { status: 400, title: 'Invalid parameter' },
  InvalidNote: { status: 422, title: 'Invalid note' },
  NoteNotFound: { status: 404, title: 'Note not found' },
  NoteIdTaken: {
    status: 422,
    title: 'Idempotency key used before',
    detail: 'This key created another note. Choose a new key for a new note.',
  },
  NoteDeleted: {
    status: 410,
    title: 'Note deleted',
    detail: 'The note that this key created has been deleted. Choose a new key for a new note.',
  },
  RevisionConflict: {
    status: 412,
    title: 'Precondition failed',
    detail: 'If-Match or If-None-Match is false for what is there. Get it for its current ETag.',
  },
  PreconditionRequired: {
    status: 428,
    title: 'Precondition required',
    detail: 'Send the ETag of the note in If-Match, or "*" for any.',
  },
  StoreUnavailable: {
    status: 503,
    title: 'Store unavailable',
    detail: 'Nothing was written. Try again.',
    headers: tryAgain,
  },
  OutcomeUnknown: {
    status: 503,
    title: 'Outcome unknown',
    detail: 'The write may or may not have happened. A create with an Idempotency-Key can be repeated unchanged.',
    headers: tryAgain,
  },
  Unexpected: { status: 500, title: 'Internal error' },
} as const satisfies Record<(Problem | Unexpected)['kind'], Row>;

/** The problems whose reason is written for the caller; the reason of any other is for the log. */
type Explained = InvalidNote | MalformedBody | InvalidParameter;

const isExplained = (problem: Problem | Unexpected): problem is Explained =>
  problem.kind === 'InvalidNote' || problem.kind === 'MalformedBody' || problem.kind === 'InvalidParameter';

/**
 * Creates problem details (RFC 9457). `type` is a URN: it names the kind and leads nowhere; docs/wire.md lists them.
 */
export const createProblemResponse = (problem: Problem | Unexpected, requestId: string): HandlerResponse => {
  const { status, title, detail, headers }: Row = problemTable[problem.kind];
  return {
    statusCode: status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify({
      type: formatProblemType(problem.kind),
      title,
      status,
      detail: isExplained(problem) ? problem.reason : detail,
      requestId,
    }),
  };
};

/** Returns the problem's `type`, without telling the caller of a misconfiguration. */
const formatProblemType = (kind: (Problem | Unexpected)['kind']): string => {
  const shown = kind === 'WrongPayloadVersion' ? 'Unexpected' : kind;
  return `urn:problem-type:owned-notes:${shown.replace(/(?<=.)[A-Z]/g, '-$&').toLowerCase()}`;
};
