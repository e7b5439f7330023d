import { err, ok, type ResultAsync } from 'neverthrow';
import { v7 } from 'uuid';
import type { Fetch } from './cognito.ts';
import type { NotesConfig } from './config.ts';
import type { ApiProblem } from './failures.ts';
import { type CallFailure, type Repeatable, type RetryOptions, withRetries } from './retry.ts';
import type { Session } from './session.ts';
import { signedFetch } from './signed-fetch.ts';

/** A note as the API shows it, with its ETag where the answer had one: in a list there is none. */
export interface Note {
  readonly userId: string;
  readonly noteId: string;
  readonly content: string;
  readonly attachment?: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt?: number;
  readonly etag?: string;
}

export interface Draft {
  /** 1 byte to 256 KiB of UTF-8. */
  readonly content: string;
  /** 1 to 1,024 bytes of UTF-8. */
  readonly attachment?: string;
}

export interface Page {
  readonly notes: readonly Note[];
  /** What to give as `after` for the page that follows; absent at the end. */
  readonly next?: string;
}

export interface CallOptions {
  /** Ends the call, retries included, after 30 seconds at the latest. */
  readonly signal?: AbortSignal;
}

/**
 * The five calls. Failures are `ApiProblem` (with the status), `Unreachable` and `CognitoRefused` (sign in again). What
 * can be repeated without harm is, up to three times.
 */
export interface NotesClient {
  /**
   * Safe to repeat: the note's id is chosen here, a UUIDv7 unless one is given, and goes along as Idempotency-Key. To
   * repeat a create that failed, give the same key again.
   */
  create(draft: Draft, options?: CallOptions & { readonly idempotencyKey?: string }): ResultAsync<Note, CallFailure>;
  /** `limit`: 1 to 1,000. Newest first. */
  list(options?: CallOptions & { readonly limit?: number; readonly after?: string }): ResultAsync<Page, CallFailure>;
  get(id: string, options?: CallOptions): ResultAsync<Note, CallFailure>;
  /** Replaces content and attachment both. With `ifMatch`, only the version of that ETag. */
  update(
    id: string,
    draft: Draft,
    options?: CallOptions & { readonly ifMatch?: string },
  ): ResultAsync<Note, CallFailure>;
  delete(id: string, options?: CallOptions & { readonly ifMatch?: string }): ResultAsync<void, CallFailure>;
}

export interface NotesClientOptions extends Pick<RetryOptions, 'sleep' | 'random'> {
  readonly fetch?: Fetch;
}

/** Milliseconds that a call takes at most. */
const patience = 30_000;

export const notesClient = (
  config: Pick<NotesConfig, 'apiEndpoint' | 'region'>,
  session: Pick<Session, 'credentials' | 'forget'>,
  { fetch, ...retrying }: NotesClientOptions = {},
): NotesClient => {
  interface Call<T> {
    readonly method: string;
    readonly path: string;
    readonly headers?: Readonly<Record<string, string | undefined>>;
    readonly draft?: Draft;
    readonly repeatable: Repeatable;
    readonly signal: AbortSignal | undefined;
    readonly read: (response: Response, text: string) => T;
    /** Turns the failure of a later attempt into a success, where the first may have done it. */
    readonly doneBefore?: (problem: ApiProblem) => T | undefined;
  }

  const call = <T>({ method, path, headers = {}, draft, repeatable, signal: given, read, doneBefore }: Call<T>) => {
    const deadline = AbortSignal.timeout(patience);
    const signal = given === undefined ? deadline : AbortSignal.any([given, deadline]);
    const request = {
      method,
      url: `${config.apiEndpoint}${path}`,
      headers: {
        ...(draft !== undefined && { 'content-type': 'application/json' }),
        ...Object.fromEntries(
          Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
        ),
      },
      ...(draft !== undefined && { body: JSON.stringify({ content: draft.content, attachment: draft.attachment }) }),
    };
    return withRetries<T>(
      repeatable,
      (number) =>
        session
          .credentials()
          .andThen((credentials) => signedFetch(request, credentials, config.region, { fetch, signal }))
          .map(async (response) => ({ response, text: await response.text().catch(() => '') }))
          .andThen(({ response, text }) => {
            if (response.ok) return ok(read(response, text));
            if (response.status === 403) session.forget();
            const problem = problemOf(response, text);
            const done = number > 1 ? doneBefore?.(problem) : undefined;
            return done === undefined ? err(problem) : ok(done);
          }),
      { ...retrying, signal },
    );
  };

  return {
    create: (draft, { idempotencyKey = v7(), signal } = {}) =>
      call({
        ...{ method: 'POST', path: '/notes', draft, repeatable: 'always', signal, read: noteOf },
        headers: { 'idempotency-key': idempotencyKey },
      }),

    list: ({ limit, after, signal } = {}) => {
      const query = new URLSearchParams({ ...(limit !== undefined && { limit: `${limit}` }), ...(after && { after }) });
      const path = query.size > 0 ? `/notes?${query}` : '/notes';
      return call({ method: 'GET', path, repeatable: 'always', signal, read: pageOf });
    },

    get: (id, { signal } = {}) => call({ method: 'GET', path: pathOf(id), repeatable: 'always', signal, read: noteOf }),

    // Not repeated after a lost reply: it would overwrite what somebody else wrote in between, and with If-Match it would
    // take its own first write for somebody else's.
    update: (id, draft, { ifMatch, signal } = {}) =>
      call({
        ...{ method: 'PUT', path: pathOf(id), draft, repeatable: 'if nothing was written', signal, read: noteOf },
        headers: { 'if-match': ifMatch },
      }),

    // Repeated: an id is never used again, so there is nothing else that a second delete could take. If the first was
    // carried out, the second finds nothing, which is what was asked for.
    delete: (id, { ifMatch, signal } = {}) =>
      call<true>({
        ...{ method: 'DELETE', path: pathOf(id), repeatable: 'always', signal, read: () => true },
        headers: { 'if-match': ifMatch },
        doneBefore: ({ status }) => (status === 404 ? true : undefined),
      }).map(() => undefined),
  };
};

/** All notes, page after page. Ends at the first failure, which it yields. */
export async function* allNotes(
  client: Pick<NotesClient, 'list'>,
  options: CallOptions & { readonly limit?: number } = {},
) {
  for (let after: string | undefined, first = true; first || after !== undefined; first = false) {
    const page = await client.list({ ...options, ...(after !== undefined && { after }) });
    if (page.isErr()) {
      yield err(page.error);
      return;
    }
    for (const note of page.value.notes) yield ok(note);
    after = page.value.next;
  }
}

const pathOf = (id: string): string => `/notes/${encodeURIComponent(id)}`;

const noteOf = (response: Response, text: string): Note => {
  const etag = response.headers.get('etag');
  return { ...JSON.parse(text), ...(etag !== null && { etag }) };
};

const pageOf = (response: Response, text: string): Page => {
  const link = /<[^>]*[?&]after=([^&>]+)[^>]*>; *rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
  return { notes: JSON.parse(text), ...(link !== undefined && { next: decodeURIComponent(link) }) };
};

/** Problem details, or what API Gateway says itself: `{"message": "Forbidden"}`. */
const problemOf = (response: Response, text: string): ApiProblem & { readonly retryAfter?: number } => {
  const body = parsed(text);
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  const requestId = body.requestId ?? response.headers.get('apigw-requestid');
  return {
    kind: 'ApiProblem',
    status: response.status,
    type: String(body.type ?? 'about:blank'),
    title: String(body.title ?? body.message ?? `HTTP ${response.status}`),
    ...(typeof body.detail === 'string' && { detail: body.detail }),
    ...(typeof requestId === 'string' && { requestId }),
    ...(retryAfter >= 0 && { retryAfter: Math.min(retryAfter, 10) * 1000 }),
  };
};

const parsed = (text: string): Record<string, unknown> => {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  } catch {
    return {};
  }
};
