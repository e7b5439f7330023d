import type { createServer as create } from 'node:http';
import type { createAuthorizer, explainDenial as denial } from '../../infra/local/authorizer.ts';
import type { Credentials } from '../../infra/local/credentials.ts';
import type { openS3 as startS3 } from '../../infra/local/s3/s3.ts';
import type { Note, NotesConfig, Session, Upload } from '../../src/exports/client.ts';
import type { createMemoryAttachmentStore, createMemoryNoteStore } from '../../src/exports/memory.ts';

// Names that the examples in Markdown use without importing them: what a reader has at hand there.

export declare const config: NotesConfig;
export declare const session: Session;
export declare const signal: AbortSignal;
export declare const note: Note & { readonly attachment: string };
/** An `<input type="file">` in which a file was chosen. */
export declare const input: { readonly files: readonly [File] };
export declare const bar: { readonly set: (part: number) => void };
export declare const keep: (upload: Upload) => Promise<void>;
export declare const kept: Upload;

export declare const myNoteStore: typeof createMemoryNoteStore;
export declare const myAttachmentStore: typeof createMemoryAttachmentStore;

export declare const tokenOfAnn: string;
export declare const tokenOfBob: string;
export declare const anOldToken: string;

export declare const openS3: typeof startS3;
export declare const credentials: readonly Credentials[];
export declare const authorizer: ReturnType<typeof createAuthorizer>;
export declare const explainDenial: typeof denial;
export declare const createServer: typeof create;
