import { archiveContents, exportAll, type Imported, type Importing, importAll, type LeftOut } from 'owned-notes/client';
import { useEffect, useRef, useState } from 'react';
import { useAccount } from '../../session/account.ts';
import { useDesk } from '../notes-context.tsx';
import { placeToSave } from './place-to-save.ts';

/** How far notes and files are on their way out or in. */
export type Transfer =
  | {
      readonly kind: 'Exporting' | 'Checking' | 'Importing';
      readonly so: Importing;
      readonly part?: number | undefined;
    }
  | { readonly kind: 'Exported'; readonly so: Importing; readonly leftOut: readonly LeftOut[] }
  | { readonly kind: 'Imported'; readonly so: Imported }
  | { readonly kind: 'Cancelled' | 'ExportFailed' | 'ImportFailed' | 'NoArchive' | 'Cut' };

const nothing: Importing = { notes: 0, files: 0, bytes: 0 };

export const isUnderWay = (transfer: Transfer | undefined): boolean =>
  transfer !== undefined && ['Exporting', 'Checking', 'Importing'].includes(transfer.kind);

/** Exports and imports everything, one at a time; it ends with the view. */
export const useTransfer = () => {
  const { notes, files, pages } = useDesk();
  const { config } = useAccount();
  const [transfer, setTransfer] = useState<Transfer>();
  const controller = useRef<AbortController>(undefined);
  useEffect(() => () => controller.current?.abort(), []);
  const begin = (): AbortSignal => {
    controller.current = new AbortController();
    return controller.current.signal;
  };

  const exportTo = async (name: string) => {
    const place = await placeToSave(name);
    if (place === undefined) return;
    const signal = begin();
    let so = nothing;
    const leftOut: LeftOut[] = [];
    setTransfer({ kind: 'Exporting', so });
    const end = async (how: 'Cancelled' | 'ExportFailed') => {
      await place.giveUp();
      setTransfer({ kind: how });
    };
    const pieces = exportAll(notes, config.bucketName === undefined ? undefined : files, {
      ...{ signal, onLeftOut: (file) => leftOut.push(file) },
      onProgress: ({ of, ...now }) => {
        so = now;
        setTransfer({ kind: 'Exporting', so, part: of && of.bytes > 0 ? now.bytes / of.bytes : undefined });
      },
    });
    try {
      for await (const piece of pieces) {
        if (signal.aborted) return end('Cancelled');
        if (piece.isErr()) return end('ExportFailed');
        await place.write(piece.value);
      }
      await place.finish();
    } catch {
      // The disk is full, or the file was taken away.
      return end('ExportFailed');
    }
    setTransfer({ kind: 'Exported', so, leftOut });
  };

  const importFrom = async (file: File, revive: boolean) => {
    const signal = begin();
    setTransfer({ kind: 'Checking', so: nothing });
    // All of it first: an archive that is none, or is cut, changes nothing.
    const contents = await archiveContents(file.stream());
    if (signal.aborted) return setTransfer({ kind: 'Cancelled' });
    if (contents.isErr()) return setTransfer({ kind: 'NoArchive' });
    if (!contents.value.isWhole) return setTransfer({ kind: 'Cut' });
    const { size } = file;
    const imported = await importAll(file.stream(), notes, files, {
      ...{ signal, revive },
      onProgress: (so) =>
        setTransfer({ kind: 'Importing', so, part: size === 0 ? undefined : Math.min(so.bytes / size, 1) }),
    });
    pages.refresh();
    setTransfer(
      imported.match<Transfer>(
        (so) => ({ kind: 'Imported', so }),
        () => ({ kind: signal.aborted ? 'Cancelled' : 'ImportFailed' }),
      ),
    );
  };

  return { transfer, exportTo, importFrom, cancel: () => controller.current?.abort() };
};
