import type { IncomingMessage, ServerResponse } from 'node:http';

export type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

/**
 * Wraps a listener so that its responses carry a `Date` by this clock: clients use it to correct a clock of their own
 * that differs.
 */
export const addDateHeader =
  (now: () => number, listener: Listener): Listener =>
  (request, response) => {
    const { writeHead } = response;
    // Set as late as possible: a listener may remove the headers that are already set.
    response.writeHead = (...given: unknown[]) => {
      response.setHeader('Date', new Date(now()).toUTCString());
      return Reflect.apply(writeHead, response, given);
    };
    return listener(request, response);
  };
