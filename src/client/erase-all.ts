import { err, ok, type Result, ResultAsync } from 'neverthrow';
import { parseAttachmentKey } from '../domain/attachment-key.ts';
import { type Ending, withEnding } from './ending.ts';
import type { FileFailure } from './file-failures.ts';
import { type FilesClient, listAllFiles } from './files.ts';
import { listAllNotes, type NotesClient } from './notes.ts';
import type { CallFailure } from './retry.ts';
import { runInParallel } from './run-in-parallel.ts';

/**
 * The progress of an erasure, and its totals at the end.
 *
 * @example
 * const inWords = ({ notes, files }: Erased): string => `${notes} notes and ${files} files`;
 */
export interface Erased {
  readonly notes: number;
  readonly files: number;
}

/**
 * The result of an erasure.
 *
 * @example
 * const isNothingLeft = ({ left }: ErasedAll): boolean => left.length === 0;
 */
export interface ErasedAll extends Erased {
  /**
   * Keys of files that other programs wrote and that no request of this client can name. Whoever runs the deployment
   * can delete them.
   */
  readonly left: readonly string[];
}

/**
 * Options for an erasure.
 *
 * @example
 * const options: EraseOptions = { onProgress: ({ notes }) => console.log(`${notes} notes`) };
 */
export interface EraseOptions {
  readonly signal?: AbortSignal;
  /** Called at least once per 100 deletions. */
  readonly onProgress?: (progress: Erased) => unknown;
}

/**
 * Why an erasure ended early. Repeating it does the rest.
 *
 * @example
 * const hasToSignIn = ({ kind }: EraseFailure): boolean => kind === 'CognitoRefused';
 */
export type EraseFailure = CallFailure | FileFailure;

/** Concurrent requests. */
const mostAtOnce = 6;

/** Deletions between two reports of progress. */
const batch = 100;

/**
 * How often the lists are read at most: the next pass finds what another device made meanwhile, or what a stale list
 * missed.
 */
const passes = 5;

/**
 * Deletes all notes and files of the signed-in user, for good. The account remains: delete it afterwards, as nobody
 * could continue without it. After a failure, repeat the call to delete the rest. `files` is `undefined` for a
 * deployment without files.
 *
 * @example
 * const erased = await eraseAll(notes, files).andThen(() => pool.deleteAccount(session.tokens()));
 */
export const eraseAll = (
  notes: Pick<NotesClient, 'list' | 'delete'>,
  files: Pick<FilesClient, 'list' | 'detach'> | undefined,
  options: EraseOptions = {},
): ResultAsync<ErasedAll, EraseFailure> =>
  new ResultAsync(
    withEnding(options.signal, (ending) => eraseEverything(notes, files, options, ending), Number.POSITIVE_INFINITY),
  );

const eraseEverything = async (
  notes: Pick<NotesClient, 'list' | 'delete'>,
  files: Pick<FilesClient, 'list' | 'detach'> | undefined,
  { signal, onProgress }: EraseOptions,
  ending: Ending,
): Promise<Result<ErasedAll, EraseFailure>> => {
  const calls = signal === undefined ? {} : { signal };
  const done = { notes: 0, files: 0 };
  const left = new Set<string>();

  /** Deletes everything in a list. Returns how many items were there to be deleted. */
  const erased = async <T>(
    what: keyof typeof done,
    listed: AsyncIterable<Result<T, EraseFailure>>,
    deleteEach: (each: T) => Promise<Result<boolean, EraseFailure>>,
  ): Promise<Result<number, EraseFailure>> => {
    const before = done[what];
    const waiting: T[] = [];
    const deleteWaiting = async (): Promise<Result<void, EraseFailure>> => {
      const each = waiting.splice(0);
      const removed = await runInParallel<T, boolean, EraseFailure>(each, mostAtOnce, ending, deleteEach);
      if (removed.isErr()) return err(removed.error);
      done[what] += removed.value.filter(Boolean).length;
      onProgress?.({ ...done });
      return ok();
    };
    for await (const one of listed) {
      if (one.isErr()) return err(one.error);
      waiting.push(one.value);
      const removed = waiting.length < batch ? ok() : await deleteWaiting();
      if (removed.isErr()) return err(removed.error);
    }
    return (await deleteWaiting()).map(() => done[what] - before);
  };

  async function* reachable(): AsyncGenerator<Result<string, EraseFailure>, void> {
    if (files === undefined) return;
    for await (const listed of listAllFiles(files, calls)) {
      if (listed.isErr()) return yield err(listed.error);
      const { key } = listed.value;
      if (parseAttachmentKey(key).isErr()) left.add(key);
      else yield ok(key);
    }
  }

  for (let pass = 1; ; pass++) {
    const [ofNotes, ofFiles] = [
      // `*` for a deployment that requires conditional writes.
      await erased('notes', listAllNotes(notes, calls), async ({ noteId }) => {
        const deleted = await notes.delete(noteId, { ...calls, ifMatch: '*' });
        return deleted.isErr() && isGone(deleted.error) ? ok(false) : deleted.map(() => true);
      }),
      await erased('files', reachable(), async (key) => ((await files?.detach(key, calls)) ?? ok()).map(() => true)),
    ];
    if (ofNotes.isErr()) return err(ofNotes.error);
    if (ofFiles.isErr()) return err(ofFiles.error);
    if (ofNotes.value + ofFiles.value === 0) return ok({ ...done, left: [...left] });
    if (pass === passes) return err(neverEmpty);
  }
};

/** Whether the note was already gone: the list was stale, or another device deleted it first. */
const isGone = (failure: CallFailure): boolean =>
  failure.kind === 'ApiProblem' && failure.type.endsWith(':note-not-found');

const neverEmpty: EraseFailure = {
  kind: 'Aborted',
  reason: 'Each time all notes and files were deleted, there were new ones. Is another program writing them?',
};
