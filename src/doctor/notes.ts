import { okAsync } from 'neverthrow';
import { v7 } from 'uuid';
import { createNotesClient, type NotesClient } from '../client/notes.ts';
import { createApiFinding, isNoteNotFound } from './api-findings.ts';
import { type Check, createCheck, found, skipped, sound } from './check.ts';
import type { Caller } from './signed-get.ts';
import type { Tools } from './tools.ts';

export type NotesFinding =
  | { readonly kind: 'NoteChanged'; readonly route: string }
  | { readonly kind: 'HeaderMissing'; readonly route: string; readonly header: string }
  | { readonly kind: 'NotListed'; readonly noteId: string }
  | { readonly kind: 'IfMatchIgnored'; readonly noteId: string }
  | { readonly kind: 'NotDeleted'; readonly noteId: string };

/** The content of the note that is made to try the routes, with characters that proxies are known to corrupt. */
export const markerContent = 'Made by `notes doctor`, which deletes it again: “žluťoučký kůň” 😀\r\n\t\\%2F';
const changedContent = `${markerContent} Changed.`;

/** Milliseconds between two looks, and how often to look again: DynamoDB's reads are eventually consistent. */
const between = 300;
const looks = 8;

/** Creates the library's client with the given credentials. */
const createClient = ({ config, credentials, ahead = 0 }: Caller, { asked, watch, sleep }: Tools): NotesClient =>
  createNotesClient(
    config,
    { credentials: () => okAsync(credentials), forget: () => undefined },
    { fetch: watch.fetch, now: () => asked.now() + ahead, sleep },
  );

/** Wraps a check that writes, so that `--read-only` skips it. */
const unlessReadOnly =
  (run: Check['run']): Check['run'] =>
  async (known, tools) =>
    tools.asked.readOnly ? skipped('--read-only') : run(known, tools);

export const checkCreate = unlessReadOnly(
  createCheck(['config', 'credentials'], async (known, tools) => {
    const route = 'POST /notes';
    const client = createClient(known, tools);
    // Ends in 0, so that the next id is known.
    const noteId = v7().replace(/.$/, '0');
    // Registered before the note is made: a lost answer leaves it open whether the note exists.
    tools.undo.push(() => deleteProbe(client, noteId, tools));
    const created = await client.create({ content: markerContent }, { idempotencyKey: noteId, signal: tools.signal() });
    if (created.isErr()) return found(createApiFinding(created.error, route, tools));
    const marker = created.value;
    if (marker.noteId !== noteId || marker.content !== markerContent) return found({ kind: 'NoteChanged', route });
    for (const header of ['etag', 'location'])
      if (!tools.watch.last()?.answer?.headers.has(header)) return found({ kind: 'HeaderMissing', route, header });
    return sound(`created note ${noteId}`, { learnt: { marker } });
  }),
);

export const checkGet = unlessReadOnly(
  createCheck(['config', 'credentials', 'marker'], async (known, tools) => {
    const { marker } = known;
    const route = 'GET /notes/{id}';
    const client = createClient(known, tools);
    const got = await lookUntil(
      () => client.get(marker.noteId, { signal: tools.signal() }),
      (result) => result.isOk() || !isNoteNotFound(result.error),
      tools,
    );
    if (got.isErr()) return found(createApiFinding(got.error, route, tools));
    if (got.value.content !== markerContent) return found({ kind: 'NoteChanged', route });
    if (got.value.etag === undefined) return found({ kind: 'HeaderMissing', route, header: 'etag' });
    return sound('as it was sent');
  }),
);

export const checkList = createCheck(['config', 'credentials'], async (known, tools) => {
  const { marker } = known;
  const route = 'GET /notes';
  const client = createClient(known, tools);
  // Notes are listed newest first, so after the next id this note comes first, however many others there are.
  const page = marker === undefined ? {} : { after: marker.noteId.replace(/.$/, '1') };
  const isThere = (notes: readonly { readonly noteId: string }[]) => notes[0]?.noteId === marker?.noteId;
  const listed = await lookUntil(
    () => client.list({ limit: 1, ...page, signal: tools.signal() }),
    (result) => result.isErr() || marker === undefined || isThere(result.value.notes),
    tools,
  );
  if (listed.isErr()) return found(createApiFinding(listed.error, route, tools));
  if (marker === undefined) return sound('a page of the user’s notes');
  return isThere(listed.value.notes) ? sound('the note is in it') : found({ kind: 'NotListed', noteId: marker.noteId });
});

export const checkUpdate = unlessReadOnly(
  createCheck(['config', 'credentials', 'marker'], async (known, tools) => {
    const route = 'PUT /notes/{id}';
    const client = createClient(known, tools);
    const { noteId, etag = '' } = known.marker;
    const update = (content: string) => client.update(noteId, { content }, { ifMatch: etag, signal: tools.signal() });
    const updated = await update(changedContent);
    if (updated.isErr()) return found(createApiFinding(updated.error, route, tools));
    if (updated.value.content !== changedContent) return found({ kind: 'NoteChanged', route });
    if (updated.value.etag === undefined) return found({ kind: 'HeaderMissing', route, header: 'etag' });
    // Uses the previous ETag, which no longer matches.
    const late = await update(markerContent);
    if (late.isOk()) return found({ kind: 'IfMatchIgnored', noteId });
    if (late.error.kind !== 'ApiProblem' || late.error.status !== 412)
      return found(createApiFinding(late.error, route, tools));
    return sound('with If-Match, and refused with an old one', { learnt: { marker: updated.value } });
  }),
);

export const checkDelete = unlessReadOnly(
  createCheck(['config', 'credentials', 'marker'], async (known, tools) => {
    const client = createClient(known, tools);
    const { noteId, etag = '*' } = known.marker;
    const deleted = await client.delete(noteId, { ifMatch: etag, signal: tools.signal() });
    if (deleted.isErr()) return found(createApiFinding(deleted.error, 'DELETE /notes/{id}', tools));
    const gone = await lookUntil(
      () => client.get(noteId, { signal: tools.signal() }),
      (result) => result.isErr(),
      tools,
    );
    if (gone.isOk()) return found({ kind: 'NotDeleted', noteId });
    return isNoteNotFound(gone.error)
      ? sound('and it is gone')
      : found(createApiFinding(gone.error, 'GET /notes/{id}', tools));
  }),
);

/** Looks until the condition holds, for about two seconds. */
const lookUntil = async <T>(look: () => PromiseLike<T>, isSo: (seen: T) => boolean, { sleep }: Tools): Promise<T> => {
  for (let left = looks; ; left--) {
    const seen = await look();
    if (isSo(seen) || left === 0) return seen;
    await sleep(between);
  }
};

/** Deletes the note whatever its revision, even if the examination was interrupted. */
const deleteProbe = async (client: NotesClient, noteId: string, { patience }: Tools): Promise<string | undefined> => {
  const deleted = await client.delete(noteId, { ifMatch: '*', signal: AbortSignal.timeout(patience) });
  return deleted.isOk() || isNoteNotFound(deleted.error) ? undefined : `note ${noteId} could not be deleted`;
};
