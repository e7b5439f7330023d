/** Compiled, never run: each line that must not compile says so, and the build fails if it does. */
import type { AttachmentStore } from '../ports/attachment-store.ts';
import type { NoteStore } from '../ports/note-store.ts';
import type { Attachments, SweptFiles } from '../ports/swept-files.ts';
import type { AttachmentKey } from './attachment-key.ts';
import type { NoteDraft, NoteId, Revision } from './note.ts';
import type { OwnerId } from './owner.ts';

declare const store: NoteStore;
declare const owner: OwnerId;
declare const id: NoteId;
declare const revision: Revision;

store.find(owner, id);

// @ts-expect-error a raw string is not an owner
store.find('us-east-1:06d418dd', id);
// @ts-expect-error a raw string is not a note id
store.find(owner, '0192d3c4-0000-7000-8000-000000000000');
// @ts-expect-error owner and id swapped
store.find(id, owner);
// @ts-expect-error no owner
store.find(id);
// @ts-expect-error a cursor is a note id, never text that could name an owner
store.list(owner, { limit: 1, after: 'us-east-1:06d418dd' });
// @ts-expect-error an owner is not a cursor
store.list(owner, { limit: 1, after: owner });
// @ts-expect-error only parseNoteDraft makes a draft
store.create(owner, { noteId: id, draft: { content: 'raw' }, createdAt: 0, revision });
// @ts-expect-error an empty list of revisions can never match
store.delete(owner, id, { deletedAt: 0, revision }, []);

declare const draft: NoteDraft;
// @ts-expect-error a note id is not a revision
store.update(owner, id, { draft, updatedAt: 0, revision: id }, 'any');

declare const files: AttachmentStore;
declare const key: AttachmentKey;

files.get(owner, key);
// @ts-expect-error a raw string is not a key
files.get(owner, '1700000000000-photo.jpg');
// @ts-expect-error owner and key swapped
files.get(key, owner);
// @ts-expect-error a note id is not a key
files.delete(owner, id);
// @ts-expect-error a cursor is a key, never text that could name an owner
files.list(owner, { limit: 1, after: 'private/us-east-1:06d418dd/' });
// @ts-expect-error only parseMediaType makes a media type
files.put(owner, key, { mediaType: 'text/html', contents: [] });

/** The methods of a port that do not take an owner first. */
type Ownerless<Port> = {
  [Method in keyof Port]: Port[Method] extends (...args: infer Args) => unknown
    ? Args extends [infer First, ...unknown[]]
      ? [First, OwnerId] extends [OwnerId, First]
        ? never
        : Method
      : Method
    : Method;
}[keyof Port];

const none = <_Method extends never>() => {};

none<Ownerless<NoteStore>>();
none<Ownerless<SweptFiles>>();
none<Ownerless<Attachments>>();
none<Ownerless<AttachmentStore>>();
// @ts-expect-error the port of files accepts no method without an owner
none<Ownerless<AttachmentStore & { getAny(key: AttachmentKey): unknown }>>();
// @ts-expect-error the port of notes accepts no method without an owner
none<Ownerless<NoteStore & { all(): unknown }>>();
// @ts-expect-error it accepts no method whose owner comes second
none<Ownerless<NoteStore & { findAny(id: NoteId, owner: OwnerId): unknown }>>();
// @ts-expect-error it accepts no method that takes any string as the owner
none<Ownerless<NoteStore & { findRaw(owner: string, id: NoteId): unknown }>>();
