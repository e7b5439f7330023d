/** Where an export goes, piece by piece. */
export interface PlaceToSave {
  write(piece: Uint8Array<ArrayBuffer>): Promise<void>;
  /** The file is whole. */
  finish(): Promise<void>;
  /** What there is of it is not to be kept. */
  giveUp(): Promise<void>;
}

interface SavePicker {
  showSaveFilePicker(options: { suggestedName: string }): Promise<FileSystemFileHandle & { remove?(): Promise<void> }>;
}

/** A file that the user chooses, where the browser lets a page write to one; otherwise one that is kept in memory, and saved at the end. */
export const choosePlaceToSave = async (name: string): Promise<PlaceToSave | undefined> => {
  if ('showSaveFilePicker' in window) {
    try {
      const handle = await (window as unknown as SavePicker).showSaveFilePicker({ suggestedName: name });
      const writable = await handle.createWritable();
      return {
        write: (piece) => writable.write(piece),
        finish: () => writable.close(),
        giveUp: async () => {
          // What was written so far went to a file beside it, which goes.
          await writable.abort();
          // An empty file is there because it was chosen. Not every browser can remove it.
          if ((await handle.getFile()).size === 0) await handle.remove?.();
        },
      };
    } catch (error) {
      // Nobody chose a file. Anything else, such as a frame where it is forbidden, is no reason not to save at all.
      if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    }
  }
  const pieces: Blob[] = [];
  return {
    // As blobs, which the browser may put on the disk.
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
