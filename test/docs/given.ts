import type { createServer as create } from 'node:http';
import type { authorizerOf, denialOf as denial } from '../../infra/local/authorizer.ts';
import type { Credentials } from '../../infra/local/credentials.ts';
import type { s3 as startS3 } from '../../infra/local/s3/s3.ts';
import type { Note, NotesConfig, Session, Upload } from '../../src/exports/client.ts';
import type { memoryAttachmentStore, memoryNoteStore } from '../../src/exports/memory.ts';

// Names that the examples in Markdown use without saying where they come from: what a reader has at hand there.

export declare const config: NotesConfig;
export declare const session: Session;
export declare const signal: AbortSignal;
export declare const note: Note & { readonly attachment: string };
/** An `<input type="file">` in which a file was chosen. */
export declare const input: { readonly files: readonly [File] };
export declare const bar: { readonly set: (part: number) => void };
export declare const keep: (upload: Upload) => Promise<void>;
export declare const kept: Upload;

export declare const myNoteStore: typeof memoryNoteStore;
export declare const myAttachmentStore: typeof memoryAttachmentStore;

export declare const tokenOfAnn: string;
export declare const tokenOfBob: string;
export declare const anOldToken: string;

export declare const s3: typeof startS3;
export declare const credentials: readonly Credentials[];
export declare const authorizer: ReturnType<typeof authorizerOf>;
export declare const denialOf: typeof denial;
export declare const createServer: typeof create;
