// What an error of the SDK's says of the request. An application may have two SDKs: errors are known by their names.

/** There was no connection to send the request by. */
export const neverArrived = (error: unknown): boolean => {
  const call = readProperty(error, 'syscall');
  return call === 'connect' || call === 'getaddrinfo';
};

/** Failures that say nothing of whether the request was carried out. */
const ambiguous = new Set(['InternalServerError', 'ServiceUnavailable', 'TimeoutError', 'AbortError', 'SyntaxError']);

export const wasLost = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  if (ambiguous.has(error.name)) return true;
  // A socket's own error (ECONNRESET, EPIPE, ECONNREFUSED, ENOTFOUND …) has a system call; an SDK's error has none.
  if (readProperty(error, 'syscall') !== undefined || readProperty(error, 'code') === 'ECONNRESET') return true;
  const status = statusOf(error);
  return status !== undefined && status >= 500;
};

/** Of the answer, if there was one. */
export const statusOf = (error: unknown): number | undefined => {
  const status = readProperty(readProperty(error, '$metadata'), 'httpStatusCode');
  return typeof status === 'number' ? status : undefined;
};

const readProperty = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
