/**
 * The handlers behind an HTTP API, for a store of one's own or wired by the environment.
 *
 * @module owned-notes/lambda
 */
export type { BodyTooLarge, MalformedBody, UnsupportedMediaType } from '../adapters/api-gateway/body.ts';
export {
  type Caller,
  callerOf,
  type IdentityPolicy,
  type IdentityReason,
  type IdentityRefused,
  type NoCaller,
  type NotAuthenticated,
  type WrongPayloadVersion,
} from '../adapters/api-gateway/caller.ts';
export {
  create,
  type Endpoint,
  get,
  list,
  remove,
  update,
  type WriteRules,
} from '../adapters/api-gateway/endpoints.ts';
export type { FunctionContext, HttpApiEvent } from '../adapters/api-gateway/event.ts';
export { type HandlerParts, type NotesHandler, notesHandler } from '../adapters/api-gateway/handler.ts';
export type { InvalidParameter } from '../adapters/api-gateway/parameters.ts';
export type { PreconditionRequired } from '../adapters/api-gateway/preconditions.ts';
export type { Problem } from '../adapters/api-gateway/problems.ts';
export type { Response } from '../adapters/api-gateway/responses.ts';
export type { LogLine } from '../adapters/system/log.ts';
export type { Dependencies } from '../lambda/parts.ts';
export { type FunctionName, type Route, routes } from '../lambda/routes.ts';
export { wiringOf } from '../lambda/wiring.ts';
