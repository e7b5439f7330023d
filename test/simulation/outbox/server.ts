import { okAsync } from 'neverthrow';
import { createMemoryNoteStore } from '../../../src/adapters/memory/memory-note-store.ts';
import type { Fetch } from '../../../src/client/exchange.ts';
import { createNotesClient, type NotesClient } from '../../../src/client/notes.ts';
import { createHandlers } from '../../kit/handlers.ts';

/** A write that changed a note. */
export interface Applied {
  readonly by: string;
  readonly id: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export interface Server {
  readonly applied: readonly Applied[];
  content(id: string): Promise<string | undefined>;
  /** Carries a request out. */
  readonly fetchBy: (who: string) => Fetch;
}

const identityId = 'us-east-1:11111111-1111-4111-8111-111111111111';

/** Serves the handlers over notes in memory by the client's HTTP, and records what each write changed. */
export const simulatedServer = (): Server => {
  const ask = createHandlers(createMemoryNoteStore());
  const applied: Applied[] = [];
  const readState = async (id: string) => {
    const { statusCode, body = '', headers } = await ask({ routeKey: 'GET /notes/{id}', identityId, id });
    if (statusCode !== 200) return { content: undefined, etag: undefined };
    return { content: JSON.parse(String(body)).content as string, etag: headers?.etag };
  };
  let last: Promise<unknown> = Promise.resolve();
  const fetchBy =
    (by: string): Fetch =>
    (url, { method = 'GET', headers, body }) => {
      // In turn, so that the difference between before and after a write is what it changed.
      const answer = last.then(async () => {
        const given = Object.fromEntries(new Headers(headers));
        const id = new URL(url).pathname.split('/')[2];
        const written = id ?? given['idempotency-key'] ?? '';
        const before = await readState(written);
        const {
          statusCode = 500,
          headers: said = {},
          body: text = '',
        } = await ask({
          ...{ routeKey: `${method} ${id === undefined ? '/notes' : '/notes/{id}'}`, identityId, headers: given },
          ...(id !== undefined && { id }),
          ...(typeof body === 'string' && { body }),
        });
        const after = await readState(written);
        if (before.etag !== after.etag) applied.push({ by, id: written, before: before.content, after: after.content });
        return new Response(statusCode === 204 ? null : String(text), {
          status: statusCode,
          headers: said as Record<string, string>,
        });
      });
      last = answer.catch(() => {});
      return answer;
    };
  return { applied, fetchBy, content: async (id) => (await readState(id)).content };
};

/** Creates the real client, without its waits. */
export const createClient = (fetch: Fetch): NotesClient =>
  createNotesClient(
    { apiEndpoint: 'https://notes.example', region: 'us-east-1' },
    {
      credentials: () =>
        okAsync({
          identityId,
          accessKeyId: 'A',
          secretAccessKey: 's',
          sessionToken: 't',
          expires: Number.MAX_SAFE_INTEGER,
        }),
      forget: () => {},
    },
    { fetch, sleep: async () => {} },
  );
