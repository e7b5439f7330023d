import { useCallback, useEffect, useRef, useState } from 'react';
import { useDesk, useOutbox } from './notes-context.tsx';
import { toVersion } from './outbox/answers.ts';
import { type Entry, isSettled, type Version } from './outbox/entry.ts';

/** A note to open: as the server has it, or as it is known here. */
export type Opened =
  | { readonly kind: 'Loading' | 'Missing' }
  | { readonly kind: 'Failed'; readonly retry: () => void }
  | { readonly kind: 'Open'; readonly base: Version | undefined; readonly entry: Entry | undefined };

/**
 * Reads a note for editing. Does not request one that `isNew`. Without a network, the version that the outbox or the
 * list knows is edited.
 */
export const useNote = (noteId: string, isNew: boolean): Opened => {
  const { notes, outbox, pages, uploads } = useDesk();
  const { entries, isLoaded } = useOutbox();
  const entry = entries.get(noteId);
  const [found, setFound] = useState<Opened>(isNew ? { kind: 'Open', base: undefined, entry } : { kind: 'Loading' });
  const latest = useRef(entry);
  latest.current = entry;
  const [attempt, setAttempt] = useState(0);
  const retry = useCallback(() => setAttempt((before) => before + 1), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` is what asks again
  useEffect(() => {
    if (isNew)
      return setFound((before) => (before.kind === 'Open' ? before : { kind: 'Open', base: undefined, entry }));
    if (!isLoaded) return;
    const { current: kept } = latest;
    // If there is an unfinished local change, that is what is edited, whatever the server says.
    if (kept !== undefined && !isSettled(kept)) return setFound({ kind: 'Open', base: kept.base, entry: kept });
    const controller = new AbortController();
    void notes.get(noteId, { signal: controller.signal }).then(async (read) => {
      if (controller.signal.aborted) return;
      if (read.isOk()) {
        await outbox.change(noteId, (now) => (now !== undefined && isSettled(now) ? undefined : now));
        pages.put(read.value);
        return setFound({ kind: 'Open', base: toVersion(read.value), entry: undefined });
      }
      const isMissing = read.error.kind === 'ApiProblem' && [400, 404].includes(read.error.status);
      if (isMissing) {
        pages.drop(noteId);
        // A new note may be no more than a file that is not complete yet.
        const isNothing = !uploads.state().has(noteId);
        return setFound(isNothing ? { kind: 'Missing' } : { kind: 'Open', base: undefined, entry: undefined });
      }
      const sent = latest.current?.base;
      if (sent !== undefined) return setFound({ kind: 'Open', base: sent, entry: undefined });
      const listed = pages.find(noteId);
      if (listed === undefined) return setFound({ kind: 'Failed', retry });
      const { etag: _, ...known } = toVersion(listed);
      return setFound({ kind: 'Open', base: known, entry: undefined });
    });
    return () => controller.abort();
  }, [noteId, isNew, isLoaded, notes, outbox, pages, uploads, retry, attempt]);

  return found.kind === 'Open' ? { ...found, entry } : found;
};
