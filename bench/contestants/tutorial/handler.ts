import type { Answer, NotesEvent } from '../event.ts';

/** The tutorial's wrapper: whatever is thrown is a 500 with its message. */
export const handlerOf =
  (work: (event: NotesEvent) => Promise<unknown>) =>
  async (event: NotesEvent): Promise<Answer> => {
    const answer = (statusCode: number, body: unknown): Answer => ({
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
