import type { IncomingMessage, ServerResponse } from 'node:http';

export type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

/** The same listener, whose answers have their `Date` by this clock: clients whose own is another correct it by that. */
export const addDateHeader =
  (now: () => number, listener: Listener): Listener =>
  (request, response) => {
    const { writeHead } = response;
    // The last moment: a listener may take off the headers that there are.
    response.writeHead = (...given: unknown[]) => {
      response.setHeader('Date', new Date(now()).toUTCString());
      return Reflect.apply(writeHead, response, given);
    };
    return listener(request, response);
  };
