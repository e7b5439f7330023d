import type { Result, ResultAsync } from 'neverthrow';
import type { AttachmentKey } from '../../domain/attachment-key.ts';
import type { MediaType } from '../../domain/media-type.ts';
import type { OwnerId } from '../../domain/owner.ts';
import { compareText } from '../../domain/text.ts';
import type {
  Attachment,
  AttachmentPage,
  AttachmentPageRequest,
  AttachmentStore,
} from '../../ports/attachment-store.ts';
import { describeBriefly, type Outcome, same, toOutcome } from '../model.ts';
import { bytesToText, readWhole, textToBytes } from './contents.ts';

/** A file, with its bytes as `bytesToText` returns them. */
export interface File {
  readonly mediaType: MediaType;
  readonly contents: string;
}

/** One call of the port, by an owner. */
export type FileAction =
  | { readonly type: 'put'; readonly key: AttachmentKey; readonly file: File }
  | { readonly type: 'get'; readonly key: AttachmentKey }
  | { readonly type: 'delete'; readonly key: AttachmentKey }
  | { readonly type: 'list'; readonly page: AttachmentPageRequest };

type Failing = { readonly kind: string };

/**
 * How to call each method of the port. A method that no action exercises does not compile. Another law covers times.
 */
const calls: {
  readonly [M in keyof AttachmentStore]: (
    store: AttachmentStore,
    owner: OwnerId,
    command: Extract<FileAction, { readonly type: M }>,
  ) => ResultAsync<unknown, Failing>;
} = {
  put: (store, owner, { key, file: { mediaType, contents } }) =>
    store.put(owner, key, { mediaType, contents: [textToBytes(contents)] }),
  get: (store, owner, { key }) => store.get(owner, key).map(readShown),
  delete: (store, owner, { key }) => store.delete(owner, key),
  list: (store, owner, { page }) =>
    store.list(owner, page).map(({ attachments, next }) => ({
      attachments: attachments.map(({ key, size }) => ({ key, size })),
      next,
    })),
};

const readShown = async ({ key, size, mediaType, contents }: Attachment) => ({
  ...{ key, size, mediaType },
  contents: bytesToText(await readWhole(contents)),
});

export const perform = async (store: AttachmentStore, owner: OwnerId, command: FileAction): Promise<Outcome> => {
  const call: (store: AttachmentStore, owner: OwnerId, command: never) => ResultAsync<unknown, Failing> =
    calls[command.type];
  const result: Result<unknown, Failing> = await call(store, owner, command as never);
  return toOutcome(result);
};

/** An action on one file. */
export type KeyedFileAction = Exclude<FileAction, { type: 'list' }>;

/** Returns the outcome of an action on a file or on none, and the file after it: the port's promise at its plainest. */
export const applyAction = (
  file: File | undefined,
  command: KeyedFileAction,
): { readonly outcome: Outcome; readonly file: File | undefined } => {
  if (command.type === 'put') return { outcome: { ok: undefined }, file: command.file };
  if (command.type === 'delete') return { outcome: { ok: undefined }, file: undefined };
  if (file === undefined) return { outcome: { error: 'AttachmentNotFound' }, file };
  const { key } = command;
  return { outcome: { ok: { key, size: file.contents.length, ...file } }, file };
};

/** A map of maps of files. A store's outcomes must be the same as this model's. */
export interface Model {
  /** Throws an explanation if the store's outcome is not the one that this command has. */
  check(owner: OwnerId, command: FileAction, outcome: Outcome): void;
}

export const createModel = (): Model => {
  const owners = new Map<OwnerId, Map<AttachmentKey, File>>();
  const findOrCreateFiles = (owner: OwnerId) => {
    const files = owners.get(owner) ?? new Map<AttachmentKey, File>();
    owners.set(owner, files);
    return files;
  };
  return {
    check: (owner, command, outcome) => {
      const files = findOrCreateFiles(owner);
      if (command.type === 'list') return checkPage(files, command.page, outcome);
      const { outcome: expected, file } = applyAction(files.get(command.key), command);
      if (file === undefined) files.delete(command.key);
      else files.set(command.key, file);
      if (!same(outcome, expected))
        throw new Error(`${command.type} came to ${describeBriefly(outcome)} instead of ${describeBriefly(expected)}.`);
    },
  };
};

/**
 * Throws unless the page holds the files above `after`, in the order of their keys, up to its `next` or to the end,
 * with none left out, none repeated and no more than `limit`, and unless its `next` leads further up.
 */
const checkPage = (
  files: ReadonlyMap<AttachmentKey, File>,
  { limit, after }: AttachmentPageRequest,
  outcome: Outcome,
): void => {
  if (!('ok' in outcome)) throw new Error(`list came to ${describeBriefly(outcome)}.`);
  const { attachments, next } = outcome.ok as AttachmentPage;
  if (attachments.length > limit) throw new Error(`A page of at most ${limit} has ${attachments.length} files.`);
  // Every key sorts behind ''.
  if (next !== undefined && compareText(next, after ?? '') <= 0)
    throw new Error('The next page does not lead upwards.');
  const expected = [...files]
    .filter(([key]) => compareText(key, after ?? '') > 0 && (next === undefined || compareText(key, next) <= 0))
    .map(([key, { contents }]) => ({ key, size: contents.length }))
    .sort((a, b) => compareText(a.key, b.key));
  if (!same(attachments, expected))
    throw new Error(`A page is ${describeBriefly(attachments)} and not ${describeBriefly(expected)}.`);
};
