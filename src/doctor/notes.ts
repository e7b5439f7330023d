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

/** What the note says that is made to try the routes: with characters that proxies are known to spoil. */
export const markerContent = 'Made by `notes doctor`, which deletes it again: “žluťoučký kůň” 😀\r\n\t\\%2F';
const changedContent = `${markerContent} Changed.`;

/** Milliseconds between two looks at what a read may not show yet, as DynamoDB reads eventually, and how many there are. */
const between = 300;
const looks = 8;

/** The client of the library, with the credentials that were given. */
const createClient = ({ config, credentials, ahead = 0 }: Caller, { asked, watch, sleep }: Tools): NotesClient =>
  createNotesClient(
    config,
    { credentials: () => okAsync(credentials), forget: () => undefined },
    { fetch: watch.fetch, now: () => asked.now() + ahead, sleep },
  );

/** A check that makes something, unless that was ruled out. */
const unlessReadOnly =
  (run: Check['run']): Check['run'] =>
  async (known, tools) =>
    tools.asked.readOnly ? skipped('--read-only') : run(known, tools);

export const checkCreate = unlessReadOnly(
  createCheck(['config', 'credentials'], async (known, tools) => {
    const route = 'POST /notes';
    const client = createClient(known, tools);
    // Ends in 0, so that the id behind it is known.
    const noteId = v7().replace(/.$/, '0');
    // Before it is made: whether it was is not known of an answer that got lost.
    tools.undo.push(() => deleteProbe(client, noteId, tools));
    const created = await client.create({ content: markerContent }, { idempotencyKey: noteId, signal: tools.signal() });
    if (created.isErr()) return found(createApiFinding(created.error, route, tools));
    const marker = created.value;
    if (marker.noteId !== noteId || marker.content !== markerContent) return found({ kind: 'NoteChanged', route });
    for (const header of ['etag', 'location'])
      if (!tools.watch.last()?.answer?.headers.has(header)) return found({ kind: 'HeaderMissing', route, header });
    return sound(`made note ${noteId}`, { learnt: { marker } });
  }),
);

export const checkGet = unlessReadOnly(
  createCheck(['config', 'credentials', 'marker'], async (known, tools) => {
    const { marker } = known;
    const route = 'GET /notes/{id}';
    const client = createClient(known, tools);
    const got = await eventually(
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
  // The newest first, so that the first behind the next id is this one, however many others there are.
  const page = marker === undefined ? {} : { after: marker.noteId.replace(/.$/, '1') };
  const isThere = (notes: readonly { readonly noteId: string }[]) => notes[0]?.noteId === marker?.noteId;
  const listed = await eventually(
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
    // By the ETag of before, which is another's by now.
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
    const gone = await eventually(
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

/** Looks again, for some two seconds, at what may not be so yet. */
const eventually = async <T>(look: () => PromiseLike<T>, isSo: (seen: T) => boolean, { sleep }: Tools): Promise<T> => {
  for (let left = looks; ; left--) {
    const seen = await look();
    if (isSo(seen) || left === 0) return seen;
    await sleep(between);
  }
};

/** Deletes the note, whatever became of it meanwhile; the examination may have been broken off. */
const deleteProbe = async (client: NotesClient, noteId: string, { patience }: Tools): Promise<string | undefined> => {
  const deleted = await client.delete(noteId, { ifMatch: '*', signal: AbortSignal.timeout(patience) });
  return deleted.isOk() || isNoteNotFound(deleted.error) ? undefined : `note ${noteId} could not be deleted`;
};
