/** No answer came: the network, or nobody listening. Whether the request was carried out is not known. */
export interface Unreachable {
  readonly kind: 'Unreachable';
  readonly url: string;
  readonly reason: string;
}

/** Cognito said no. */
export interface CognitoRefused {
  readonly kind: 'CognitoRefused';
  /** The name of the exception, such as `NotAuthorizedException`. */
  readonly type: string;
  readonly message: string;
}

/** The API said no, with problem details (RFC 9457), or API Gateway itself did. */
export interface ApiProblem {
  readonly kind: 'ApiProblem';
  readonly status: number;
  /** Such as `urn:problem-type:owned-notes:note-not-found`; `about:blank` where API Gateway itself answered. */
  readonly type: string;
  readonly title: string;
  readonly detail?: string;
  readonly requestId?: string;
}

export const unreachable = (url: string, cause: unknown): Unreachable => ({
  kind: 'Unreachable',
  url,
  reason: reasonOf(cause),
});

/** `fetch` says "fetch failed" and keeps what happened as the cause. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : reasonOf(error.cause);
};
