import { err, ok, type Result, ResultAsync } from 'neverthrow';
import { parseAttachmentKey } from '../domain/attachment-key.ts';
import { type Ending, withEnding } from './ending.ts';
import type { FileFailure } from './file-failures.ts';
import { type FilesClient, listAllFiles } from './files.ts';
import { listAllNotes, type NotesClient } from './notes.ts';
import type { CallFailure } from './retry.ts';
import { runInParallel } from './run-in-parallel.ts';

/**
 * How far an erasure is, and in the end what it came to.
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
  /** Keys of files that other programs wrote, and that no request of this client can name: whoever runs the deployment can. */
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

/** Requests at once. */
const mostAtOnce = 6;

/** What is deleted before it is told how far it is. */
const batch = 100;

/** How often the lists are read: what another device makes meanwhile, or a list that lags behind, is found by the next. */
const passes = 5;

/**
 * Deletes all notes and files of who is signed in, for good. What remains is the account: delete it behind this, as without it nobody
 * could go on. After a failure the same again does the rest. `files` is left out for a deployment without any.
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

  /** Deletes what a list has; how many of it were there to be deleted. */
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
      // `*`: for a deployment that demands a condition.
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

/** Of a note that a list still shows, or that another device was faster to delete. */
const isGone = (failure: CallFailure): boolean =>
  failure.kind === 'ApiProblem' && failure.type.endsWith(':note-not-found');

const neverEmpty: EraseFailure = {
  kind: 'Aborted',
  reason: 'There were notes or files again each time that all of them were deleted. Is another program writing them?',
};
