/** The destination of an export, written piece by piece. */
export interface PlaceToSave {
  write(piece: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Completes the file. */
  finish(): Promise<void>;
  /** Discards what was written. */
  giveUp(): Promise<void>;
}

interface SavePicker {
  showSaveFilePicker(options: { suggestedName: string }): Promise<FileSystemFileHandle & { remove?(): Promise<void> }>;
}

/**
 * Returns a file that the user chooses, if the browser lets a page write to one; otherwise one that is collected in
 * memory and saved at the end. `undefined` if the user chooses none.
 */
export const choosePlaceToSave = async (name: string): Promise<PlaceToSave | undefined> => {
  if ('showSaveFilePicker' in window) {
    try {
      const handle = await (window as unknown as SavePicker).showSaveFilePicker({ suggestedName: name });
      const writable = await handle.createWritable();
      return {
        write: (piece) => writable.write(piece),
        finish: () => writable.close(),
        giveUp: async () => {
          // The browser wrote to a temporary file, and deletes it now.
          await writable.abort();
          // Choosing the file created it empty. Not every browser can remove it.
          if ((await handle.getFile()).size === 0) await handle.remove?.();
        },
      };
    } catch (error) {
      // The user chose no file. Any other error, such as in a frame where it is forbidden, must not prevent saving.
      if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    }
  }
  const pieces: Blob[] = [];
  return {
    // As blobs, which the browser may move to disk.
    write: async (piece) => void pieces.push(new Blob([piece])),
    finish: async () => {
      const url = URL.createObjectURL(new Blob(pieces, { type: 'application/x-tar' }));
      const link = document.createElement('a');
      link.href = url;
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    },
    giveUp: async () => void pieces.splice(0),
  };
};
