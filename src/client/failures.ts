/**
 * No answer came: the network, or nobody listening. Whether the request was carried out is not known.
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
 * An answer came that is not what this operation answers: a captive portal's page, a proxy's, a redirect. It is not believed.
 * Of a write, nobody knows whether it was carried out.
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
 * Nothing was sent, as it could not be: a header, URL or method that HTTP does not have, or a platform that lacks
 * something.
 *
 * @example
 * const failure: NotSent = { kind: 'NotSent', reason: 'This platform has no fetch.' };
 */
export interface NotSent {
  readonly kind: 'NotSent';
  readonly reason: string;
}

/**
 * The caller's signal, or the time limit, ended the call. Of a write, nobody knows whether it was carried out.
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
 * Cognito said no; or nobody was asked, as the session was signed out (`type` is `SignedOut`).
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
 * The API said no, with problem details (RFC 9457), or API Gateway itself did.
 *
 * @example
 * const isMissing = (failure: CallFailure): boolean => failure.kind === 'ApiProblem' && failure.status === 404;
 */
export interface ApiProblem {
  readonly kind: 'ApiProblem';
  readonly status: number;
  /** Such as `urn:problem-type:owned-notes:note-not-found`; `about:blank` where API Gateway itself answered. */
  readonly type: string;
  readonly title: string;
  readonly detail?: string;
  readonly requestId?: string;
}

/**
 * S3 said no. Of what it says, only what names the refusal: there are tokens and signatures in the rest.
 *
 * @example
 * const isMissing = ({ status }: S3Refused): boolean => status === 404;
 */
export interface S3Refused {
  readonly kind: 'S3Refused';
  readonly status: number;
  /** Such as `AccessDenied`; by the status alone where the answer had no body. */
  readonly code: string;
  readonly message: string;
  readonly requestId?: string;
}

/**
 * The file to send could not be read, or is another than it was.
 *
 * @example
 * const inWords = ({ reason }: FileUnreadable): string => `${reason} Choose it again.`;
 */
export interface FileUnreadable {
  readonly kind: 'FileUnreadable';
  readonly reason: string;
}

/**
 * What may come of any request, whoever is asked.
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

/** A callback of the caller's threw, in the middle of a call: that is the end of it. */
export const brokenOff = (cause: unknown): Aborted => ({
  kind: 'Aborted',
  reason: `The call ended in an exception: ${describeError(cause)}`,
});

/** `fetch` says "fetch failed" and keeps what happened as the cause. */
const describeError = (error: unknown): string => {
  if (!(error instanceof Error)) return toText(error);
  return error.cause === undefined ? error.message : describeError(error.cause);
};

/** Anything can be thrown, also what has no text. */
const toText = (value: unknown): string => {
  try {
    return String(value);
  } catch {
    return 'unknown';
  }
};
