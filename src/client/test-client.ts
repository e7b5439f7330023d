import { okAsync } from 'neverthrow';
import { createNotesClient } from './notes.ts';

export const credentials = {
  identityId: 'i',
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: 's',
  sessionToken: 't',
  expires: 0,
};
export const config = { apiEndpoint: 'https://notes.example.com', region: 'us-east-1' };
export const note = { userId: 'i', noteId: 'n', content: 'a', createdAt: 1 };

interface Sent {
  readonly url: string;
  readonly method: string | undefined;
  readonly headers: Headers;
  readonly body: unknown;
}

/**
 * Creates a client whose requests get these answers in order (an error is a connection that fails), and records what it
 * sends.
 */
export const createClientWith = (...answers: readonly (Response | Error)[]) => {
  const sent: Sent[] = [];
  const slept: number[] = [];
  let forgotten = 0;
  const client = createNotesClient(
    config,
    {
      credentials: () => okAsync(credentials),
      forget: () => {
        forgotten++;
      },
    },
    {
      fetch: async (url, { method, headers, body }) => {
        const answer = answers[sent.length];
        sent.push({ url, method, headers: new Headers(headers), body });
        if (answer === undefined) throw new Error('There should be no more requests.');
        if (answer instanceof Error) throw answer;
        return answer;
      },
      sleep: async (milliseconds) => {
        slept.push(milliseconds);
      },
      random: () => 0.5,
    },
  );
  return { client, sent, slept, forgotten: () => forgotten };
};

export const lost = new TypeError('fetch failed', { cause: new Error('read ECONNRESET') });
export const done = (body: unknown = note, headers: Record<string, string> = {}) => Response.json(body, { headers });
export const problem = (status: number, name: string, headers: Record<string, string> = {}) =>
  Response.json({ type: `urn:problem-type:owned-notes:${name}`, title: name, status }, { status, headers });
