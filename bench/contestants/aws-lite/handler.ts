import type { HandlerResponse, NotesEvent } from '../event.ts';

export const createHandler =
  (work: (event: NotesEvent) => Promise<unknown>) =>
  async (event: NotesEvent): Promise<HandlerResponse> => {
    const json = (statusCode: number, body: unknown): HandlerResponse => ({
      statusCode,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    try {
      const body = await work(event);
      return body === undefined ? json(404, { message: 'There is no such note.' }) : json(200, body);
    } catch (error) {
      console.error(error);
      return json(500, { message: 'Internal Server Error' });
    }
  };
