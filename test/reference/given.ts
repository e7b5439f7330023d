// What the examples in the doc comments take as given.
import type {
  AttachmentKey,
  AttachmentStore,
  CreateNoteDeps,
  DeleteNoteDeps,
  MediaType,
  Note,
  NoteDraft,
  NoteId,
  NoteStore,
  OwnerId,
  Revision,
} from 'owned-notes';
import type { User } from 'owned-notes/attack';
import type { FilesClient, NotesClient, NotesConfig, Session, Tokens, UserPool } from 'owned-notes/client';
import type { HttpApiEvent, IdentityPolicy, WriteRules } from 'owned-notes/lambda';

export declare const owner: OwnerId;
export declare const id: NoteId;
export declare const draft: NoteDraft;
export declare const note: Note;
export declare const revision: Revision;
export declare const deps: CreateNoteDeps & DeleteNoteDeps & WriteRules & { readonly store: NoteStore };
export declare const store: NoteStore;

export declare const attachments: AttachmentStore;
export declare const key: AttachmentKey;
export declare const mediaType: MediaType;

/** The subject of a verified token. */
export declare const subject: string;

export declare const policy: IdentityPolicy;
export declare const event: HttpApiEvent;

export declare const config: NotesConfig;
export declare const pool: UserPool;
export declare const session: Session;
export declare const tokens: Tokens;
export declare const notes: NotesClient;
export declare const files: FilesClient;
export declare const file: File;
export declare const password: string;
/** The temporary password of a user whom an administrator created. */
export declare const temporary: string;

export declare const api: unknown;
export declare const users: readonly [User, User];
export declare const tokenOfAnn: string;
export declare const tokenOfBob: string;
