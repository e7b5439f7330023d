import type { Draft } from 'owned-notes/client';
import { type Entry, findUnsendable, isSettled } from './entry.ts';

/** What the sender does next for a note. */
export type OutboxStep =
  | { readonly kind: 'Create'; readonly texts: Draft }
  | { readonly kind: 'Update'; readonly texts: Draft; readonly ifMatch: string }
  | { readonly kind: 'Delete'; readonly ifMatch: string }
  /** Reads the note, to compare it with what was sent or edited. */
  | { readonly kind: 'Look' }
  /** Nobody but this browser knows of the note. */
  | { readonly kind: 'Forget' }
  | { readonly kind: 'Wait'; readonly until: number };

/**
 * Milliseconds for which a create is repeated under its key. The server remembers a deleted note's id for a day; a repetition after
 * that could make the note a second time.
 */
const createsAreKnown = 12 * 60 * 60 * 1000;

/** What is under way comes first, as it was sent, until its outcome is known; then what is wanted now. */
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

/** Each can be sent again: a create by its key, a delete and an update as only the version of their ETag is written over. */
const findRetry = ({ base, sent }: Entry, now: number): OutboxStep | undefined => {
  if (sent === undefined) return undefined;
  const { kind, texts, since, isInDoubt, isOvertaken } = sent;
  if (kind === 'Create') return now - since > createsAreKnown ? { kind: 'Look' } : { kind, texts };
  if (base?.etag === undefined || isOvertaken || (kind === 'Update' && isInDoubt)) return { kind: 'Look' };
  return kind === 'Update' ? { kind, texts, ifMatch: base.etag } : { kind, ifMatch: base.etag };
};

/** To be kept before the write is sent: if nothing else is ever heard of it, this is what is known. */
export const beginStep = (entry: Entry, step: OutboxStep, now: number): Entry => {
  if (step.kind !== 'Create' && step.kind !== 'Update' && step.kind !== 'Delete') return entry;
  const { kind } = step;
  const texts = step.kind === 'Delete' ? entry.wanted.texts : step.texts;
  const { since, isInDoubt } = entry.sent ?? { since: now, isInDoubt: false };
  return { ...entry, sent: { kind, texts, since, isInDoubt, isOvertaken: false } };
};

/** Whoever was sending is gone, and what came of it is not known. */
export const takeOver = (entry: Entry): Entry =>
  entry.sent === undefined ? entry : { ...entry, sent: { ...entry.sent, isInDoubt: true } };
