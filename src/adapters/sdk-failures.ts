// What an SDK error says about its request. An application may have two SDKs, so errors are recognised by name.

/** Returns whether the request was never sent because there was no connection. */
export const neverArrived = (error: unknown): boolean => {
  const call = readProperty(error, 'syscall');
  return call === 'connect' || call === 'getaddrinfo';
};

/** Errors that do not tell whether the request was carried out. */
const ambiguous = new Set(['InternalServerError', 'ServiceUnavailable', 'TimeoutError', 'AbortError', 'SyntaxError']);

export const wasLost = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  if (ambiguous.has(error.name)) return true;
  // A socket's own error (ECONNRESET, EPIPE, ECONNREFUSED, ENOTFOUND …) has a system call; an SDK error has none.
  if (readProperty(error, 'syscall') !== undefined || readProperty(error, 'code') === 'ECONNRESET') return true;
  const status = readStatus(error);
  return status !== undefined && status >= 500;
};

/** Returns the HTTP status of the response, if there was one. */
export const readStatus = (error: unknown): number | undefined => {
  const status = readProperty(readProperty(error, '$metadata'), 'httpStatusCode');
  return typeof status === 'number' ? status : undefined;
};

const readProperty = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
