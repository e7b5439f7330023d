import type { FileFailure, FilesClient, Upload } from 'owned-notes/client';
import { forgotten } from '../kept/channel.ts';
import { changeKept, readAllKept } from '../kept/database.ts';

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
    const send = async () => {
      const attached = await client.attach(file, {
        ...{ signal: controller.signal, resume },
        onProgress: ({ done }) => show(noteId, running(done)),
        onUpload: async (begun) => {
          upload = begun;
          await keep(noteId, { ...about, upload });
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
    await navigator.locks.request(lockName(noteId), { signal: controller.signal }, send).catch((error) => {
      if (!controller.signal.aborted) throw error;
    });
    // Abandon the upload if the user cancelled it. If it stopped with the page, it can be resumed.
    if (controller.signal.reason === cancelled && upload !== undefined) await client.abandon(upload);
  };

  const readKept = () => readAllKept<KeptUpload>('uploads', sub).catch(() => []);
  const showKept = async () => {
    const kept = await readKept();
    const { held = [] } = await navigator.locks.query();
    for (const each of kept.filter(({ noteId }) => !state.has(noteId))) {
      const isElsewhere = held.some(({ name }) => name === lockName(each.noteId));
      show(each.noteId, { ...each, kind: isElsewhere ? 'Elsewhere' : 'Interrupted', done: 0 });
      if (isElsewhere) void follow(each.noteId);
    }
  };
  /** Waits until another tab has sent the file, or has given up. */
  const follow = async (noteId: string) => {
    const look = async () => {
      const kept = (await readKept()).find((each) => each.noteId === noteId);
      if (state.get(noteId)?.kind === 'Elsewhere') show(noteId, kept && { ...kept, kind: 'Interrupted', done: 0 });
    };
    await navigator.locks.request(lockName(noteId), { signal: stopping.signal }, look).catch(() => {});
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
      for (const controller of cancelling.values()) controller.abort();
      listeners.clear();
    },
  };
};
