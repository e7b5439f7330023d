/**
 * The Lambda handlers behind an HTTP API, for your own store or wired from the environment.
 *
 * @module owned-notes/lambda
 */
export type { BodyTooLarge, MalformedBody, UnsupportedMediaType } from '../adapters/api-gateway/body.ts';
export {
  type Caller,
  type IdentityPolicy,
  type IdentityReason,
  type IdentityRefused,
  type NoCaller,
  type NotAuthenticated,
  parseCaller,
  type WrongPayloadVersion,
} from '../adapters/api-gateway/caller.ts';
export {
  type Endpoint,
  handleCreate,
  handleDelete,
  handleGet,
  handleList,
  handleUpdate,
  type WriteRules,
} from '../adapters/api-gateway/endpoints.ts';
export type { FunctionContext, HttpApiEvent } from '../adapters/api-gateway/event.ts';
export { createNotesHandler, type HandlerParts, type NotesHandler } from '../adapters/api-gateway/handler.ts';
export type { InvalidParameter } from '../adapters/api-gateway/parameters.ts';
export type { PreconditionRequired } from '../adapters/api-gateway/preconditions.ts';
export type { Problem } from '../adapters/api-gateway/problems.ts';
export type { HandlerResponse } from '../adapters/api-gateway/responses.ts';
export type { LogLine } from '../adapters/system/log.ts';
export type { NoteDependencies } from '../lambda/handler-parts.ts';
export { type FunctionName, type Route, routes } from '../lambda/routes.ts';
export { wireHandler } from '../lambda/wiring.ts';
