import { ElectroError } from 'electrodb';
import type { HandlerResponse, NotesEvent } from '../event.ts';

const json = (statusCode: number, body: unknown): HandlerResponse => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** ElectroDB validates by the model when it creates the request, so a mismatch is the caller's fault. */
export const createHandler =
  (work: (event: NotesEvent) => Promise<unknown>) =>
  async (event: NotesEvent): Promise<HandlerResponse> => {
    try {
      const body = await work(event);
      return body === null ? json(404, { message: 'There is no such note.' }) : json(200, body);
    } catch (error) {
      console.error(error);
      const invalid = error instanceof ElectroError && error.code < 4000;
      return json(invalid ? 400 : 500, { message: invalid ? error.message : 'Internal Server Error' });
    }
  };
