/** Everything that the client shows: `owned-notes/client`. */
export { configOfOutputs, type InvalidOutputs, type NotesConfig } from './config.ts';
export type { ApiProblem, CognitoRefused, Unreachable } from './failures.ts';
export {
  allNotes,
  type Draft,
  type Note,
  type NotesClient,
  type NotesClientOptions,
  notesClient,
  type Page,
} from './notes.ts';
export type { CallFailure } from './retry.ts';
export { type Credentials, type Session, type SessionOptions, sessionOf } from './session.ts';
export { signedFetch, type ToSign } from './signed-fetch.ts';
export {
  claimsOf,
  type NewPasswordRequired,
  type Tokens,
  type UserPool,
  type UserPoolFailure,
  userPool,
} from './user-pool.ts';
