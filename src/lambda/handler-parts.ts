import type { Caller } from '../adapters/api-gateway/caller.ts';
import type { WriteRules } from '../adapters/api-gateway/endpoints.ts';
import type { HandlerParts } from '../adapters/api-gateway/handler.ts';
import { writeLine } from '../adapters/system/log.ts';
import { randomRevisions } from '../adapters/system/random-revisions.ts';
import { systemClock } from '../adapters/system/system-clock.ts';
import { uuidV7NoteIds } from '../adapters/uuid/uuid-v7-note-ids.ts';
import type { NoteStore } from '../ports/note-store.ts';
import type { CreateNoteDeps } from '../use-cases/create-note.ts';
import type { Settings } from './settings.ts';

/**
 * Everything that the endpoints need.
 *
 * @example
 * const strict = (dependencies: NoteDependencies): NoteDependencies => ({ ...dependencies, requireIfMatch: true });
 */
export type NoteDependencies = Omit<CreateNoteDeps, 'store'> & { readonly store: NoteStore } & WriteRules;

/** Returns the store for one caller's request; `signal` aborts its calls under way. */
export type StoreFor = (caller: Caller, signal: AbortSignal) => NoteStore;

/**
 * Creates what the functions share apart from their store: this process's clock, ids and revisions, and a log on its
 * standard output.
 */
export const createHandlerParts = (
  { identity, requireIfMatch }: Settings,
  storeFor: StoreFor,
): HandlerParts<NoteDependencies> => ({
  identity,
  log: writeLine,
  clock: systemClock,
  dependencies: (caller, signal) => ({
    store: storeFor(caller, signal),
    clock: systemClock,
    noteIds: uuidV7NoteIds,
    revisions: randomRevisions,
    requireIfMatch,
  }),
});
