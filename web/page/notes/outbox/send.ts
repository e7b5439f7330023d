import type { CallFailure, NotesClient } from 'owned-notes/client';
import { applyAccepted, applyDeleted, applyFailure, applyLook, applyMissing } from './answers.ts';
import type { Entry } from './entry.ts';
import { beginStep, findNextStep, type OutboxStep } from './steps.ts';

/** The storage of one user's entries, shared by all tabs. */
export interface Entries {
  all(): Promise<readonly Entry[]>;
  /**
   * Atomically replaces a note's entry with what `change` returns, and resolves once that is stored. `undefined` means
   * no entry, before and after.
   */
  change(noteId: string, change: (entry: Entry | undefined) => Entry | undefined): Promise<Entry | undefined>;
}

export type Writes = Pick<NotesClient, 'create' | 'update' | 'delete' | 'get'>;

export interface Round {
  /** When there will be more to do without a new change, in epoch milliseconds. */
  readonly next?: number;
  /** Whether something must be retried. */
  readonly isHeldUp: boolean;
}

/** The most steps for one note in one round. A note that needs more is waiting for reads that lag behind. */
const maxSteps = 8;

/**
 * Does what can be done now for each note, the one written longest ago first. There must be only one sender at a time:
 * the caller holds the lock.
 */
export const sendAll = async (
  entries: Entries,
  client: Writes,
  now: () => number,
  onSending: (noteId: string | undefined) => void = () => {},
): Promise<Round> => {
  let next: number | undefined;
  let isHeldUp = false;
  const kept = (await entries.all()).toSorted((one, other) => one.writtenAt - other.writtenAt);
  for (const { noteId } of kept) {
    const outcome = await sendOne(entries, noteId, client, now, onSending);
    if (outcome.kind === 'Wait') next = Math.min(next ?? outcome.until, outcome.until);
    if (outcome.kind !== 'HeldUp') continue;
    isHeldUp = true;
    // Without a network, the other notes need not be tried one by one.
    if (outcome.isOffline) break;
  }
  return { isHeldUp, ...(next !== undefined && { next }) };
};

type SendResult =
  | { readonly kind: 'Done' }
  | { readonly kind: 'Wait'; readonly until: number }
  | { readonly kind: 'HeldUp'; readonly isOffline: boolean };

const sendOne = async (
  entries: Entries,
  noteId: string,
  client: Writes,
  now: () => number,
  onSending: (noteId: string | undefined) => void,
): Promise<SendResult> => {
  for (let taken = 0; taken < maxSteps; taken++) {
    let step: OutboxStep | undefined;
    await entries.change(noteId, (entry) => {
      step = entry && findNextStep(entry, now());
      if (entry === undefined || step === undefined) return entry;
      return step.kind === 'Forget' ? undefined : beginStep(entry, step, now());
    });
    if (step === undefined || step.kind === 'Forget') return { kind: 'Done' };
    if (step.kind === 'Wait') return step;
    onSending(noteId);
    const answer = await sendStep(step, noteId, client);
    await entries.change(noteId, (entry) => entry && answer.change(entry));
    onSending(undefined);
    const { failure } = answer;
    if (failure !== undefined && isPassing(failure))
      return { kind: 'HeldUp', isOffline: failure.kind !== 'ApiProblem' };
  }
  return { kind: 'HeldUp', isOffline: false };
};

interface EntryUpdate {
  readonly change: (entry: Entry) => Entry;
  readonly failure?: CallFailure;
}

const sendStep = async (
  step: Exclude<OutboxStep, { kind: 'Forget' | 'Wait' }>,
  noteId: string,
  client: Writes,
): Promise<EntryUpdate> => {
  const failing = (failure: CallFailure): EntryUpdate => ({ change: (entry) => applyFailure(entry, failure), failure });
  switch (step.kind) {
    case 'Create':
      return (await client.create(step.texts, { idempotencyKey: noteId })).match(
        (note) => ({ change: (entry) => applyAccepted(entry, note) }),
        failing,
      );
    case 'Update':
      return (await client.update(noteId, step.texts, { ifMatch: step.ifMatch })).match(
        (note) => ({ change: (entry) => applyAccepted(entry, note) }),
        failing,
      );
    case 'Delete':
      return (await client.delete(noteId, { ifMatch: step.ifMatch })).match(() => ({ change: applyDeleted }), failing);
    case 'Look':
      return (await client.get(noteId)).match(
        (note) => ({ change: (entry) => applyLook(entry, note) }),
        (failure) => (isMissing(failure) ? { change: applyMissing } : failing(failure)),
      );
  }
};

const isMissing = (failure: CallFailure): boolean =>
  failure.kind === 'ApiProblem' && failure.type === 'urn:problem-type:owned-notes:note-not-found';

/** Tells whether a retry may succeed without a change. */
const isPassing = (failure: CallFailure): boolean =>
  failure.kind !== 'ApiProblem' || failure.status >= 500 || [401, 403, 429].includes(failure.status);
