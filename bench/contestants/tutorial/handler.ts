import type { HandlerResponse, NotesEvent } from '../event.ts';

/** The tutorial's wrapper: it answers whatever is thrown with a 500 and its message. */
export const createHandler =
  (work: (event: NotesEvent) => Promise<unknown>) =>
  async (event: NotesEvent): Promise<HandlerResponse> => {
    const answer = (statusCode: number, body: unknown): HandlerResponse => ({
      statusCode,
      headers: { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Credentials': 'true' },
      body: JSON.stringify(body),
    });
    try {
      return answer(200, await work(event));
    } catch (error) {
      console.error(error);
      return answer(500, { error: error instanceof Error ? error.message : String(error) });
    }
  };
