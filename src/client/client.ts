/** Everything that the client shows: `owned-notes/client`. */
export type { CognitoFailure } from './cognito.ts';
export { configOfOutputs, type InvalidOutputs, type NotesConfig } from './config.ts';
export type { Credentials } from './credentials.ts';
export type { Fetch } from './exchange.ts';
export type {
  Aborted,
  ApiProblem,
  CognitoRefused,
  ExchangeFailure,
  NotSent,
  UnexpectedAnswer,
  Unreachable,
} from './failures.ts';
export {
  allNotes,
  type CallOptions,
  type Draft,
  type NotesClient,
  type NotesClientOptions,
  notesClient,
} from './notes.ts';
export type { Note, Page } from './notes-answers.ts';
export type { CallFailure } from './retry.ts';
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
