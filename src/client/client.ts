/** Everything that the client shows: `owned-notes/client`. */
export { type ArchiveContents, archiveContents } from './archive/archive-contents.ts';
export type { ArchiveCut, InvalidArchive } from './archive/archive-failures.ts';
export type { ByteSource } from './archive/byte-reader.ts';
export {
  type ArchiveOutdated,
  type ExportFailure,
  type Exporting,
  type ExportOptions,
  exportAll,
  type LeftOut,
} from './archive/export-all.ts';
export {
  type Imported,
  type ImportFailure,
  type Importing,
  type ImportOptions,
  importAll,
  type NotThere,
} from './archive/import-all.ts';
export type { KeptUploads } from './archive/import-file.ts';
export type { ReadFailure } from './archive/read-entries.ts';
export type { AttachOptions, Upload } from './attach.ts';
export type { AttachmentUrl, UrlOptions } from './attachment-url.ts';
export type { CognitoFailure } from './cognito.ts';
export { configOfOutputs, type InvalidOutputs, type NotesConfig } from './config.ts';
export type { Credentials } from './credentials.ts';
export type { Download, DownloadOptions } from './download.ts';
export { type Erased, type ErasedAll, type EraseFailure, type EraseOptions, eraseAll } from './erase-all.ts';
export type { Fetch } from './exchange.ts';
export type {
  Aborted,
  ApiProblem,
  CognitoRefused,
  ExchangeFailure,
  FileUnreadable,
  NotSent,
  S3Refused,
  UnexpectedAnswer,
  Unreachable,
} from './failures.ts';
export type { FileFailure } from './file-failures.ts';
export type { FileLike } from './file-like.ts';
export type { FilePage, StoredFile } from './file-list.ts';
export { allFiles, type FilesClient, filesClient } from './files.ts';
export { type PreviewType, previewTypeOf } from './media-types.ts';
export {
  allNotes,
  type CallOptions,
  type Draft,
  type NotesClient,
  type NotesClientOptions,
  notesClient,
} from './notes.ts';
export type { Note, Page } from './notes-answers.ts';
export type { Progress } from './progress.ts';
export type { CallFailure } from './retry.ts';
export type { FilesClientOptions, FilesConfig } from './s3-calls.ts';
export { type Session, type SessionOptions, sessionOf } from './session.ts';
export { type SignedFetchOptions, signedFetch, type ToSign } from './signed-fetch.ts';
export {
  type Delivered,
  type NewPasswordRequired,
  type SecondFactorRequired,
  totpUri,
  type UserPool,
  type UserPoolFailure,
  type UserPoolOptions,
  userPool,
} from './user-pool.ts';
export { claimsOf, type Tokens } from './user-pool-answers.ts';
