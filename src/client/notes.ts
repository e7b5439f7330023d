import { err, ok, type Result, ResultAsync } from 'neverthrow';
import { v7 } from 'uuid';
import { mapFields, type NoteTexts } from '../domain/note-fields.ts';
import { createClock, findOffset } from './clock.ts';
import type { NotesConfig } from './config.ts';
import type { Session } from './credentials-session.ts';
import { type Ending, withEnding } from './ending.ts';
import type { Answer, Fetch } from './exchange.ts';
import { type ApiProblem, notSent, type UnexpectedAnswer } from './failures.ts';
import { type Note, type Page, readDone, readNote, readPage } from './notes-answers.ts';
import { readFailure } from './problems.ts';
import { type AttemptFailure, type CallFailure, type Repeatable, type RetryOptions, withRetries } from './retry.ts';
import { sendSigned } from './signed-fetch.ts';

/**
 * The texts of a note. `content` is 1 byte to 256 KiB of UTF-8; `attachment` is 1 to 1,024 bytes, or absent.
 *
 * @example
 * const draft: Draft = { content: 'The view', attachment: '1764500000000-view.jpg' };
 */
export type Draft = NoteTexts;

/**
 * Options that every call takes.
 *
 * @example
 * const options: CallOptions = { signal: AbortSignal.timeout(5_000) };
 */
export interface CallOptions {
  /** Ends the call, including its retries and waits. Every call ends after 30 seconds at the latest. */
  readonly signal?: AbortSignal;
}

/**
 * The five calls of the notes API. Calls that are safe to repeat are tried up to three times. Nothing is thrown. A call
 * fails with
 * - `ApiProblem`, with the status: the API or API Gateway answered with an error;
 * - `CognitoRefused`: sign in again;
 * - `Unreachable`, `UnexpectedAnswer` or `Aborted`: it is unknown whether a write was carried out;
 * - `NotSent`: the request could not be sent at all.
 *
 * @example
 * const saved = await notes
 *   .create({ content: 'hello' })
 *   .andThen(({ noteId, etag }) => notes.update(noteId, { content: 'Hello!' }, etag ? { ifMatch: etag } : {}));
 */
export interface NotesClient {
  /**
   * Creates a note. Safe to repeat: the client chooses the note's id, a UUIDv7 unless `idempotencyKey` is given, and
   * sends it as Idempotency-Key. To repeat a create that failed, pass the same key again.
   */
  create(draft: Draft, options?: CallOptions & { readonly idempotencyKey?: string }): ResultAsync<Note, CallFailure>;
  /** Lists notes, newest first. `limit`: 1 to 1,000. */
  list(
    options?: CallOptions & { readonly limit?: number; readonly after?: string | undefined },
  ): ResultAsync<Page, CallFailure>;
  /** Reads a note. Fails with `ApiProblem` and status 404 if there is none, or if it is somebody else's. */
  get(id: string, options?: CallOptions): ResultAsync<Note, CallFailure>;
  /** Replaces all fields. With `ifMatch`, only if the note still is the version with that ETag. */
  update(
    id: string,
    draft: Draft,
    options?: CallOptions & { readonly ifMatch?: string },
  ): ResultAsync<Note, CallFailure>;
  /** Deletes the note for good; with `ifMatch`, only the version with that ETag. Safe to repeat. */
  delete(id: string, options?: CallOptions & { readonly ifMatch?: string }): ResultAsync<void, CallFailure>;
}

/**
 * What the client takes from its platform. Replace it in tests, or wrap it to observe it.
 *
 * @example
 * const options: NotesClientOptions = { fetch: (url, init) => fetch(url, init) };
 */
export interface NotesClientOptions extends RetryOptions {
  readonly fetch?: Fetch;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

/**
 * Creates a client for the notes of the session's user. Makes no request until one of its methods is called.
 *
 * @param options - What the client takes from its platform.
 *
 * @example
 * const page = await createNotesClient(config, session).list({ limit: 100 });
 */
export const createNotesClient = (
  config: Pick<NotesConfig, 'apiEndpoint' | 'region'>,
  session: Pick<Session, 'credentials' | 'forget'>,
  { fetch, now = () => Date.now(), ...retrying }: NotesClientOptions = {},
): NotesClient => {
  const clock = createClock(now, findOffset(session));
  // By the server's time if the device's is off: lists are in the order of ids. `v7()` counts within a millisecond.
  const createId = () => (clock.now() === now() ? v7() : v7({ msecs: clock.now() }));

  interface Call<T> {
    readonly method: string;
    /** Throws if the id cannot be part of a path. */
    readonly path: () => string;
    /** Undefined values are left out. */
    readonly headers?: () => Readonly<Record<string, string | undefined>>;
    readonly draft?: Draft;
    readonly repeatable: Repeatable;
    readonly signal: AbortSignal | undefined;
    /** Returns the value of the answer, or `undefined` if it is not an answer to this call. */
    readonly read: (answer: Answer) => T | undefined;
    /** Turns the failure of a later attempt into a success if an earlier attempt may have been carried out. */
    readonly doneBefore?: (problem: ApiProblem) => T | undefined;
  }

  const createRequest = ({ method, path, headers = () => ({}), draft }: Call<unknown>) => ({
    method,
    url: `${config.apiEndpoint}${path()}`,
    headers: {
      ...(draft !== undefined && { 'content-type': 'application/json' }),
      ...Object.fromEntries(
        Object.entries(headers()).filter((entry): entry is [string, string] => entry[1] !== undefined),
      ),
    },
    ...(draft !== undefined && { body: JSON.stringify(mapFields((name) => draft[name])) }),
  });

  const call = <T>(asked: Call<T>): ResultAsync<T, CallFailure> => {
    const { repeatable, signal, read, doneBefore } = asked;
    const run = async (ending: Ending): Promise<Result<T, CallFailure>> => {
      let request: ReturnType<typeof createRequest>;
      try {
        request = createRequest(asked);
      } catch (cause) {
        return err(notSent(cause));
      }
      let time = clock.now();
      let ends = Number.POSITIVE_INFINITY;
      const send = async (): Promise<Result<Answer, CallFailure>> => {
        const credentials = await ending.race(Promise.resolve(session.credentials(ending)));
        if (credentials.isErr()) return err(credentials.error);
        time = clock.now();
        ends = credentials.value.expires;
        return sendSigned(request, credentials.value, { region: config.region, time, ending, fetch });
      };
      const attempt = async (number: number): Promise<Result<T, AttemptFailure>> => {
        let sent = await send();
        // API Gateway refuses a signature that is minutes off. Retry once, by the time of the server that refused it.
        if (sent.isOk() && sent.value.status === 403 && clock.isMendedBy(sent.value, time)) {
          // By the corrected clock, the credentials may have expired long ago.
          if (ends <= clock.now()) session.forget();
          sent = await send();
        }
        if (sent.isErr()) return err(sent.error);
        const answer = sent.value;
        if (answer.status < 300) {
          const value = read(answer);
          return value === undefined ? err(unexpected(answer)) : ok(value);
        }
        if (answer.status === 403) session.forget();
        const failure = readFailure(answer, clock.now());
        const before = number > 1 && failure.kind === 'ApiProblem' ? doneBefore?.(failure) : undefined;
        return before === undefined ? err(failure) : ok(before);
      };
      return withRetries(repeatable, attempt, ending, retrying);
    };
    return new ResultAsync(withEnding(signal, run));
  };

  return {
    create: (draft, { idempotencyKey, signal } = {}) =>
      call({
        ...{ method: 'POST', path: () => '/notes', draft, repeatable: 'always', signal, read: readNote },
        headers: () => ({ 'idempotency-key': idempotencyKey ?? createId() }),
      }),

    list: ({ limit, after, signal } = {}) =>
      call({
        ...{
          method: 'GET',
          path: () => `/notes${formatQuery({ limit, after })}`,
          repeatable: 'always',
          signal,
          read: readPage,
        },
      }),

    get: (id, { signal } = {}) =>
      call({ ...{ method: 'GET', path: () => createPath(id), repeatable: 'always', signal, read: readNoteById(id) } }),

    // Not retried after a lost reply: a retry would overwrite what somebody else wrote in between, and with If-Match it
    // would mistake its own first write for somebody else's.
    update: (id, draft, { ifMatch, signal } = {}) =>
      call({
        ...{ method: 'PUT', path: () => createPath(id), draft, repeatable: 'if nothing was written', signal },
        ...{ read: readNoteById(id), headers: () => ({ 'if-match': ifMatch }) },
      }),

    // Retried: an id is never used again, so a second delete can take nothing else. If the first one was carried out,
    // the second finds nothing, which is the outcome that was asked for.
    delete: (id, { ifMatch, signal } = {}) =>
      call<unknown>({
        ...{ method: 'DELETE', path: () => createPath(id), repeatable: 'always', signal, read: readDone },
        headers: () => ({ 'if-match': ifMatch }),
        doneBefore: (problem) => (problem.type === 'urn:problem-type:owned-notes:note-not-found' ? problem : undefined),
      }).map(() => undefined),
  };
};

/**
 * Yields all notes, page after page. Ends at the first failure, which it yields.
 *
 * @example
 * for await (const each of listAllNotes(notes)) console.log(each.map(({ content }) => content).unwrapOr('It failed.'));
 */
export async function* listAllNotes(
  client: Pick<NotesClient, 'list'>,
  options: CallOptions & { readonly limit?: number } = {},
): AsyncGenerator<Result<Note, CallFailure>, void> {
  const seen = new Set<string>();
  for (let after: string | undefined; ; ) {
    const page = await client.list({ ...options, after });
    if (page.isErr()) {
      yield err(page.error);
      return;
    }
    for (const note of page.value.notes) yield ok(note);
    after = page.value.next;
    if (after === undefined) return;
    if (seen.has(after)) {
      yield err(endless);
      return;
    }
    seen.add(after);
  }
}

const endless: UnexpectedAnswer = {
  kind: 'UnexpectedAnswer',
  url: '/notes',
  status: 200,
  reason: 'The pages of the list form a loop.',
};

const unexpected = ({ url, status }: Answer): UnexpectedAnswer => ({
  kind: 'UnexpectedAnswer',
  url,
  status,
  reason: 'That is not an answer of the API.',
});

/** Returns the path of a note. Throws if the id would lead to another path: URLs drop even encoded dot segments. */
const createPath = (id: string): string => {
  if (/^\.{0,2}$/.test(id)) throw new TypeError(`"${id}" is not a note id.`);
  return `/notes/${encodeURIComponent(id)}`;
};

const formatQuery = (given: Readonly<Record<string, string | number | undefined>>): string => {
  const pairs = Object.entries(given).filter(([, value]) => value !== undefined && value !== '');
  if (pairs.length === 0) return '';
  return `?${pairs.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&')}`;
};

/** Creates a reader that accepts an answer only if it is the note that was asked for. */
const readNoteById =
  (id: string) =>
  (answer: Answer): Note | undefined => {
    const note = readNote(answer);
    return note?.noteId === id ? note : undefined;
  };
