import {
  exportAll,
  type Imported,
  type Importing,
  importAll,
  type LeftOut,
  readArchiveContents,
} from 'owned-notes/client';
import { useEffect, useRef, useState } from 'react';
import { useAccount } from '../../session/account.ts';
import { useTexts } from '../../texts/language.tsx';
import { useToast } from '../../ui/toasts.tsx';
import { useAskOnLeave } from '../../ui/use-ask-on-leave.ts';
import { useDesk } from '../notes-context.tsx';
import { dataTexts } from './data-texts.ts';
import { choosePlaceToSave } from './place-to-save.ts';

/** The progress of an export or import. */
export type Transfer =
  | {
      readonly kind: 'Exporting' | 'Checking' | 'Importing';
      readonly so: Importing;
      readonly part?: number | undefined;
    }
  | { readonly kind: 'Exported'; readonly so: Importing; readonly leftOut: readonly LeftOut[] }
  | { readonly kind: 'Imported'; readonly so: Imported }
  | { readonly kind: Cancelled | 'ExportFailed' | 'ImportFailed' | 'NoArchive' | 'Cut' };

type Cancelled = 'ExportCancelled' | 'ImportCancelled';

export const isCancelled = (transfer: Transfer): transfer is { readonly kind: Cancelled } =>
  transfer.kind === 'ExportCancelled' || transfer.kind === 'ImportCancelled';

const nothing: Importing = { notes: 0, files: 0, bytes: 0 };

export const isUnderWay = (transfer: Transfer | undefined): boolean =>
  transfer !== undefined && ['Exporting', 'Checking', 'Importing'].includes(transfer.kind);

/**
 * Exports and imports everything, one transfer at a time. A transfer ends when the user leaves the view; a toast then
 * says so. Before the user leaves the page, the browser asks.
 */
export const useTransfer = () => {
  const { notes, files, pages } = useDesk();
  const { config } = useAccount();
  const texts = useTexts(dataTexts);
  const toast = useToast();
  const [transfer, setTransfer] = useState<Transfer>();
  const running = useRef<AbortController>(undefined);
  const isLeft = useRef(false);
  useAskOnLeave(isUnderWay(transfer));
  useEffect(() => {
    isLeft.current = false;
    return () => {
      isLeft.current = true;
      running.current?.abort();
    };
  }, []);

  /**
   * Runs `work`. The second of two quick clicks does nothing. `work` resolves to `undefined` if the user changed their
   * mind.
   */
  const run = async (work: (signal: AbortSignal) => Promise<Transfer | undefined>) => {
    if (running.current !== undefined) return;
    const controller = new AbortController();
    running.current = controller;
    try {
      const ended = await work(controller.signal);
      if (ended !== undefined) setTransfer(ended);
      if (isLeft.current && ended !== undefined && isCancelled(ended)) toast({ text: texts.cancelled[ended.kind] });
    } finally {
      running.current = undefined;
    }
  };

  const exportTo = async (name: string, signal: AbortSignal): Promise<Transfer | undefined> => {
    const place = await choosePlaceToSave(name);
    if (place === undefined) return undefined;
    let so = nothing;
    const leftOut: LeftOut[] = [];
    setTransfer({ kind: 'Exporting', so });
    const pieces = exportAll(notes, config.bucketName === undefined ? undefined : files, {
      ...{ signal, onLeftOut: (file) => leftOut.push(file) },
      onProgress: ({ of, ...now }) => {
        so = now;
        setTransfer({ kind: 'Exporting', so, part: of && of.bytes > 0 ? now.bytes / of.bytes : undefined });
      },
    });
    const giveUp = async (): Promise<Transfer> => {
      await place.giveUp().catch(() => {});
      return { kind: signal.aborted ? 'ExportCancelled' : 'ExportFailed' };
    };
    try {
      for await (const piece of pieces) {
        if (signal.aborted || piece.isErr()) return await giveUp();
        await place.write(piece.value);
      }
      await place.finish();
    } catch {
      // The disk is full, or the file was removed.
      return giveUp();
    }
    return { kind: 'Exported', so, leftOut };
  };

  const importFrom = async (file: File, revive: boolean, signal: AbortSignal): Promise<Transfer> => {
    setTransfer({ kind: 'Checking', so: nothing });
    // Read all of it first: a file that is no archive, or is truncated, changes nothing.
    const contents = await readArchiveContents(file.stream(), { signal });
    if (signal.aborted) return { kind: 'ImportCancelled' };
    if (contents.isErr()) return { kind: contents.error.kind === 'FileUnreadable' ? 'ImportFailed' : 'NoArchive' };
    if (!contents.value.isWhole) return { kind: 'Cut' };
    const { size } = file;
    const imported = await importAll(file.stream(), notes, files, {
      ...{ signal, revive },
      onProgress: (so) =>
        setTransfer({ kind: 'Importing', so, part: size === 0 ? undefined : Math.min(so.bytes / size, 1) }),
    });
    pages.refresh();
    return imported.match<Transfer>(
      (so) => ({ kind: 'Imported', so }),
      () => ({ kind: signal.aborted ? 'ImportCancelled' : 'ImportFailed' }),
    );
  };

  return {
    transfer,
    exportTo: (name: string) => run((signal) => exportTo(name, signal)),
    importFrom: (file: File, revive: boolean) => run((signal) => importFrom(file, revive, signal)),
    cancel: () => running.current?.abort(),
  };
};
