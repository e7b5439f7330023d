/**
 * No answer came: the network failed, or nobody listens there. It is unknown whether the request was carried out.
 *
 * @example
 * const isOffline = (await notes.list()).match(() => false, ({ kind }) => kind === 'Unreachable');
 */
export interface Unreachable {
  readonly kind: 'Unreachable';
  readonly url: string;
  readonly reason: string;
}

/**
 * An answer that this operation does not give: the page of a captive portal or a proxy, or a redirect. The client does
 * not believe it. It is unknown whether a write was carried out.
 *
 * @example
 * const inWords = ({ url, status, reason }: UnexpectedAnswer): string => `${url} answered ${status}. ${reason}`;
 */
export interface UnexpectedAnswer {
  readonly kind: 'UnexpectedAnswer';
  readonly url: string;
  readonly status: number;
  readonly reason: string;
}

/**
 * The request could not be sent: HTTP has no such header, URL or method, or the platform lacks something.
 *
 * @example
 * const failure: NotSent = { kind: 'NotSent', reason: 'This platform has no fetch.' };
 */
export interface NotSent {
  readonly kind: 'NotSent';
  readonly reason: string;
}

/**
 * The caller's signal, the time limit or an exception in a callback ended the call. It is unknown whether a write was
 * carried out.
 *
 * @example
 * const listed = await notes.list({ signal: AbortSignal.timeout(1_000) });
 * const wasAborted = listed.match(() => false, ({ kind }) => kind === 'Aborted');
 */
export interface Aborted {
  readonly kind: 'Aborted';
  readonly reason: string;
}

/**
 * Cognito refused the call; or the session was signed out, and did not ask (`type` is `SignedOut`).
 *
 * @example
 * const isWrongPassword = (failure: CognitoRefused): boolean => failure.type === 'NotAuthorizedException';
 */
export interface CognitoRefused {
  readonly kind: 'CognitoRefused';
  /** The name of the exception, such as `NotAuthorizedException`. */
  readonly type: string;
  readonly message: string;
}

/**
 * The API answered with problem details (RFC 9457), or API Gateway answered with an error of its own.
 *
 * @example
 * const isMissing = (failure: CallFailure): boolean => failure.kind === 'ApiProblem' && failure.status === 404;
 */
export interface ApiProblem {
  readonly kind: 'ApiProblem';
  readonly status: number;
  /** A URN such as `urn:problem-type:owned-notes:note-not-found`, or `about:blank` if API Gateway itself answered. */
  readonly type: string;
  readonly title: string;
  readonly detail?: string;
  readonly requestId?: string;
}

/**
 * S3 refused the request. Holds only the part of the answer that names the refusal: the rest contains tokens and
 * signatures.
 *
 * @example
 * const isMissing = ({ status }: S3Refused): boolean => status === 404;
 */
export interface S3Refused {
  readonly kind: 'S3Refused';
  readonly status: number;
  /** The error code, such as `AccessDenied`; the status as text if the answer had no error document. */
  readonly code: string;
  readonly message: string;
  readonly requestId?: string;
}

/**
 * The file could not be read, or it has changed.
 *
 * @example
 * const inWords = ({ reason }: FileUnreadable): string => `${reason} Choose it again.`;
 */
export interface FileUnreadable {
  readonly kind: 'FileUnreadable';
  readonly reason: string;
}

/**
 * The failures that any request can have, whichever service it goes to.
 *
 * @example
 * const isUncertain = ({ kind }: ExchangeFailure): boolean => kind !== 'NotSent';
 */
export type ExchangeFailure = Unreachable | UnexpectedAnswer | NotSent | Aborted;

export const unreachable = (url: string, cause: unknown): Unreachable => ({
  kind: 'Unreachable',
  url,
  reason: describeError(cause),
});

export const notSent = (cause: unknown): NotSent => ({ kind: 'NotSent', reason: describeError(cause) });

export const unreadable = (cause: unknown): FileUnreadable => ({
  kind: 'FileUnreadable',
  reason: `The file cannot be read: ${describeError(cause)}`,
});

/** Creates the failure of a call that was ended by an exception in one of the caller's callbacks. */
export const brokenOff = (cause: unknown): Aborted => ({
  kind: 'Aborted',
  reason: `The call ended in an exception: ${describeError(cause)}`,
});

/** Returns the message of the innermost cause: `fetch` itself only says "fetch failed". */
const describeError = (error: unknown): string => {
  if (!(error instanceof Error)) return toText(error);
  return error.cause === undefined ? error.message : describeError(error.cause);
};

/** Returns the value as text. Anything can be thrown, even a value that has no text. */
const toText = (value: unknown): string => {
  try {
    return String(value);
  } catch {
    return 'unknown';
  }
};
