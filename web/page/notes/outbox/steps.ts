import type { Draft } from 'owned-notes/client';
import { type Entry, findUnsendable, isSettled } from './entry.ts';

/** What the sender does next for a note. */
export type OutboxStep =
  | { readonly kind: 'Create'; readonly texts: Draft }
  | { readonly kind: 'Update'; readonly texts: Draft; readonly ifMatch: string }
  | { readonly kind: 'Delete'; readonly ifMatch: string }
  /** Reads the note, to compare it with what was sent or edited. */
  | { readonly kind: 'Look' }
  /** Only this browser knows of the note. */
  | { readonly kind: 'Forget' }
  | { readonly kind: 'Wait'; readonly until: number };

/**
 * How long a create is retried with its key, in milliseconds. The server remembers a deleted note's id for a day; after
 * that, a retry could create the note again.
 */
const createsAreKnown = 12 * 60 * 60 * 1000;

/**
 * Returns the next step. A write that was sent comes first, as it was sent, until its outcome is known; then what is
 * wanted now.
 */
export const findNextStep = (entry: Entry, now: number): OutboxStep | undefined => {
  const { base, wanted, sent, problem } = entry;
  if (problem !== undefined || isSettled(entry)) return undefined;
  if (sent !== undefined) return findRetry(entry, now);
  if (wanted.kind === 'Deletion' && now < wanted.at) return { kind: 'Wait', until: wanted.at };
  if (wanted.kind === 'Texts' && findUnsendable(wanted.texts) !== undefined) return undefined;
  if (base === undefined)
    return wanted.kind === 'Deletion' ? { kind: 'Forget' } : { kind: 'Create', texts: wanted.texts };
  if (base.etag === undefined) return { kind: 'Look' };
  if (wanted.kind === 'Deletion') return { kind: 'Delete', ifMatch: base.etag };
  return { kind: 'Update', texts: wanted.texts, ifMatch: base.etag };
};

/**
 * Returns the step that retries a write. Every kind can be retried safely: creates have an idempotency key, and updates
 * and deletes overwrite only the version of their ETag.
 */
const findRetry = ({ base, sent }: Entry, now: number): OutboxStep | undefined => {
  if (sent === undefined) return undefined;
  const { kind, texts, since, isInDoubt, isOvertaken } = sent;
  if (kind === 'Create') return now - since > createsAreKnown ? { kind: 'Look' } : { kind, texts };
  if (base?.etag === undefined || isOvertaken || (kind === 'Update' && isInDoubt)) return { kind: 'Look' };
  return kind === 'Update' ? { kind, texts, ifMatch: base.etag } : { kind, ifMatch: base.etag };
};

/** Returns the entry to store before the write is sent: if nothing is ever heard of it, this is what is known. */
export const beginStep = (entry: Entry, step: OutboxStep, now: number): Entry => {
  if (step.kind !== 'Create' && step.kind !== 'Update' && step.kind !== 'Delete') return entry;
  const { kind } = step;
  const texts = step.kind === 'Delete' ? entry.wanted.texts : step.texts;
  const { since, isInDoubt } = entry.sent ?? { since: now, isInDoubt: false };
  return { ...entry, sent: { kind, texts, since, isInDoubt, isOvertaken: false } };
};

/** Marks a write as in doubt: the tab that sent it is gone, and the outcome is unknown. */
export const takeOver = (entry: Entry): Entry =>
  entry.sent === undefined ? entry : { ...entry, sent: { ...entry.sent, isInDoubt: true } };
