/** A response of API Gateway itself: `{"message": …}` as `application/json`. */
export interface GatewayResponse {
  readonly status: number;
  readonly message: string;
  /** The end of a sentence: "API Gateway itself, if …". */
  readonly where: string;
}

/**
 * What API Gateway answers itself, before it calls a function or instead. The local stack answers from this table, and
 * `src/openapi` describes it to clients.
 */
export const gatewayAnswers = {
  Forbidden: {
    status: 403,
    message: 'Forbidden',
    where: 'the request is not signed, its signature does not verify, or IAM does not let its caller call the API',
  },
  NotFound: { status: 404, message: 'Not Found', where: 'there is no such route' },
  TooLarge: { status: 413, message: 'Request Entity Too Large', where: 'the body is larger than 10 MB' },
  TooMany: { status: 429, message: 'Too Many Requests', where: 'there are more requests than the stage allows' },
  Failed: {
    status: 500,
    message: 'Internal Server Error',
    where: 'the function failed; a write may or may not have happened',
  },
  TimedOut: {
    status: 503,
    message: 'Service Unavailable',
    where: 'the function did not answer in time; a write may or may not have happened',
  },
} as const satisfies Readonly<Record<string, GatewayResponse>>;
