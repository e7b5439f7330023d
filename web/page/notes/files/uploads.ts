import type { FileFailure, FilesClient, Upload } from 'owned-notes/client';
import { forgotten, type Message, openChannel } from '../kept/channel.ts';
import { changeKept, readAllKept } from '../kept/database.ts';
import { isLocked, withLock } from '../kept/lock.ts';

/** What survives a reload of an upload. The file itself does not: the user has to choose it again. */
interface KeptUpload {
  readonly noteId: string;
  readonly name: string;
  readonly size: number;
  /** Epoch milliseconds. Tells the same file from another of the same name and size. */
  readonly lastModified: number;
  readonly upload?: Upload;
}

export interface UploadState extends KeptUpload {
  /** `Interrupted`: the user has to choose the file again. `Elsewhere`: another tab sends it. */
  readonly kind: 'Running' | 'Failed' | 'Interrupted' | 'Elsewhere';
  readonly done: number;
  readonly failure?: FileFailure;
}

/** The running uploads, at most one for each note. They continue while the user opens other notes. */
export interface Uploads {
  subscribe(listener: () => void): () => void;
  state(): ReadonlyMap<string, UploadState>;
  /** Starts an upload, or resumes it if it was started with the same file. */
  start(noteId: string, file: File): void;
  /** Resumes with a file that is still in memory. */
  retry(noteId: string): void;
  cancel(noteId: string): void;
  stop(): void;
}

const cancelled = 'cancelled';

/** Whether the same request may succeed later. Otherwise the user has to choose a file again. */
export const mayGoOn = ({ kind }: FileFailure): boolean => kind !== 'FileUnreadable' && kind !== 'NotSent';

export const isSameFile = (kept: KeptUpload, file: File): boolean =>
  kept.name === file.name && kept.size === file.size && kept.lastModified === file.lastModified;

/**
 * Creates a user's uploads. Calls `onDone` with the key of a complete file; it stores the key before the upload is
 * forgotten. A tab holds a lock while it sends, so that others neither call the upload interrupted nor abandon it.
 */
export const createRunningUploads = (
  sub: string,
  client: Pick<FilesClient, 'attach' | 'abandon'>,
  onDone: (noteId: string, key: string, name: string) => Promise<unknown>,
): Uploads => {
  const listeners = new Set<() => void>();
  const files = new Map<string, File>();
  const cancelling = new Map<string, AbortController>();
  const stopping = new AbortController();
  const channel = openChannel(sub);
  const lockName = (noteId: string) => `owned-notes/upload/${sub}/${noteId}`;
  let state: ReadonlyMap<string, UploadState> = new Map();

  const show = (noteId: string, next: UploadState | undefined) => {
    const all = new Map(state);
    if (next === undefined) all.delete(noteId);
    else all.set(noteId, next);
    state = all;
    for (const listener of listeners) listener();
  };
  const keep = async (noteId: string, upload: KeptUpload | undefined) => {
    if (forgotten.has(sub) && upload !== undefined) return;
    // An upload that cannot be stored continues, but does not survive a reload.
    await changeKept<KeptUpload>('uploads', sub, noteId, () => upload).catch(() => undefined);
  };

  const run = async (noteId: string, file: File, resume: Upload | undefined) => {
    const { name, size, lastModified } = file;
    const about = { noteId, name, size, lastModified };
    const controller = new AbortController();
    files.set(noteId, file);
    cancelling.set(noteId, controller);
    let upload = resume;
    const running = (done: number): UploadState => ({
      ...{ ...about, kind: 'Running', done },
      ...(upload !== undefined && { upload }),
    });
    show(noteId, running(0));
    const announce = () => channel.postMessage({ kind: 'Uploading', noteId } satisfies Message);
    const send = async () => {
      announce();
      const attached = await client.attach(file, {
        ...{ signal: controller.signal, resume },
        onProgress: ({ done }) => show(noteId, running(done)),
        onUpload: async (begun) => {
          const isFirst = upload === undefined;
          upload = begun;
          await keep(noteId, { ...about, upload });
          // Others find the upload in what is stored.
          if (isFirst && !controller.signal.aborted) announce();
        },
      });
      if (controller.signal.aborted) return;
      cancelling.delete(noteId);
      if (attached.isErr()) {
        const { done = 0 } = state.get(noteId) ?? {};
        return show(noteId, { ...running(done), kind: 'Failed', failure: attached.error });
      }
      await onDone(noteId, attached.value, name);
      await keep(noteId, undefined);
      files.delete(noteId);
      show(noteId, undefined);
    };
    await withLock(lockName(noteId), controller.signal, send).catch((error) => {
      if (!controller.signal.aborted) throw error;
    });
    // Abandon the upload if the user cancelled it. If it stopped with the page, it can be resumed.
    if (controller.signal.reason === cancelled && upload !== undefined) await client.abandon(upload);
  };

  const readKept = () => readAllKept<KeptUpload>('uploads', sub).catch(() => []);
  const showKept = async () => {
    for (const kept of await readKept()) {
      if (state.has(kept.noteId)) continue;
      if (await isLocked(lockName(kept.noteId))) void follow(kept);
      else show(kept.noteId, { ...kept, kind: 'Interrupted', done: 0 });
    }
  };
  /** Shows that another tab sends the file, until it has, or has given up. */
  const follow = async (kept: KeptUpload) => {
    const { noteId } = kept;
    show(noteId, { ...kept, kind: 'Elsewhere', done: 0 });
    const look = async () => {
      const left = (await readKept()).find((each) => each.noteId === noteId);
      if (state.get(noteId)?.kind === 'Elsewhere') show(noteId, left && { ...left, kind: 'Interrupted', done: 0 });
    };
    await withLock(lockName(noteId), stopping.signal, look).catch(() => {});
  };
  channel.onmessage = async ({ data }: MessageEvent<Message>) => {
    if (data.kind !== 'Uploading') return;
    const kept = (await readKept()).find(({ noteId }) => noteId === data.noteId);
    const shown = state.get(data.noteId)?.kind;
    if (kept !== undefined && shown !== 'Running' && shown !== 'Elsewhere') void follow(kept);
  };
  void showKept();

  const retry = (noteId: string) => {
    const file = files.get(noteId);
    const before = state.get(noteId);
    if (before?.failure !== undefined && !mayGoOn(before.failure)) return;
    if (file !== undefined && before?.kind === 'Failed') void run(noteId, file, before.upload);
  };
  const onOnline = () => {
    for (const noteId of state.keys()) retry(noteId);
  };
  addEventListener('online', onOnline);

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    state: () => state,
    start: (noteId, file) => {
      const before = state.get(noteId);
      if (before?.kind === 'Running' || before?.kind === 'Elsewhere') return;
      const isSame = before !== undefined && isSameFile(before, file);
      if (before?.upload !== undefined && !isSame) void client.abandon(before.upload);
      void run(noteId, file, isSame ? before.upload : undefined);
    },
    retry,
    cancel: (noteId) => {
      const before = state.get(noteId);
      const controller = cancelling.get(noteId);
      cancelling.delete(noteId);
      files.delete(noteId);
      if (controller !== undefined) controller.abort(cancelled);
      else if (before?.upload !== undefined) void client.abandon(before.upload);
      void keep(noteId, undefined);
      show(noteId, undefined);
    },
    stop: () => {
      removeEventListener('online', onOnline);
      stopping.abort();
      channel.close();
      for (const controller of cancelling.values()) controller.abort();
      listeners.clear();
    },
  };
};
