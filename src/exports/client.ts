/**
 * A client that signs in, gets credentials, signs and calls, in Node and in browsers.
 *
 * @module owned-notes/client
 */
export { type ArchiveContents, readArchiveContents } from '../client/archive/archive-contents.ts';
export type { ArchiveCut, InvalidArchive } from '../client/archive/archive-failures.ts';
export type { ByteSource } from '../client/archive/byte-reader.ts';
export {
  type ArchiveOutdated,
  type ExportFailure,
  type Exporting,
  type ExportOptions,
  exportAll,
  type LeftOut,
} from '../client/archive/export-all.ts';
export {
  type Imported,
  type ImportFailure,
  type Importing,
  type ImportOptions,
  importAll,
  type NotThere,
} from '../client/archive/import-all.ts';
export type { KeptUploads } from '../client/archive/import-file.ts';
export type { ReadFailure } from '../client/archive/read-entries.ts';
export type { AttachOptions, Upload } from '../client/attach.ts';
export type { AttachmentUrl, UrlOptions } from '../client/attachment-url.ts';
export type { CognitoFailure } from '../client/cognito.ts';
export { type InvalidOutputs, type NotesConfig, parseConfig } from '../client/config.ts';
export type { Credentials } from '../client/credentials.ts';
export { createSession, type Session, type SessionOptions } from '../client/credentials-session.ts';
export type { Download, DownloadOptions } from '../client/download.ts';
export { type Erased, type ErasedAll, type EraseFailure, type EraseOptions, eraseAll } from '../client/erase-all.ts';
export type { Fetch } from '../client/exchange.ts';
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
} from '../client/failures.ts';
export type { FileFailure } from '../client/file-failures.ts';
export type { FileLike } from '../client/file-like.ts';
export type { FilePage, StoredFile } from '../client/file-list.ts';
export { createFilesClient, type FilesClient, listAllFiles } from '../client/files.ts';
export { type PreviewType, previewTypeOf } from '../client/media-types.ts';
export {
  type CallOptions,
  createNotesClient,
  type Draft,
  listAllNotes,
  type NotesClient,
  type NotesClientOptions,
} from '../client/notes.ts';
export type { Note, Page } from '../client/notes-answers.ts';
export type { Progress } from '../client/progress.ts';
export type { CallFailure } from '../client/retry.ts';
export type { FilesClientOptions, FilesConfig } from '../client/s3-calls.ts';
export type { NewPasswordRequired, SecondFactorRequired } from '../client/sign-in.ts';
export { fetchSigned, type SignedFetchOptions, type ToSign } from '../client/signed-fetch.ts';
export {
  createTotpUri,
  createUserPool,
  type Delivered,
  type UserPool,
  type UserPoolFailure,
  type UserPoolOptions,
} from '../client/user-pool.ts';
export { decodePayload, readClaims, type Tokens } from '../client/user-pool-answers.ts';
