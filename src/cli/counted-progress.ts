import { formatSize } from './format-size.ts';
import type { Here } from './here.ts';
import { type Words, words } from './terminal.ts';

/** Minimum milliseconds between two redraws. */
const pace = 100;

export interface Counted {
  readonly notes: number;
  readonly files: number;
  /** Bytes of files. */
  readonly bytes?: number;
  readonly of?: { readonly files: number; readonly bytes: number };
}

/**
 * Creates a callback that draws the counts of notes and files on a terminal; it is silent elsewhere and with `--json`.
 */
export const createCountedProgress = (
  { terminal, world }: Pick<Here, 'terminal' | 'world'>,
  what: string,
  json: boolean | undefined,
): ((progress: Counted) => void) => {
  let drawn = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const now = world.now();
    if (json || now - drawn < pace) return;
    drawn = now;
    terminal.progress(words`${what}  ${describeCounts(progress)}`);
  };
};

/** Formats counts, such as `1 note and 2 of 3 files, 1.5 MB of 2.0 MB`. */
export const describeCounts = ({ notes, files, bytes, of }: Counted): Words => {
  const [ofFiles, ofBytes] = of === undefined ? ['', ''] : [` of ${of.files}`, ` of ${formatSize(of.bytes)}`];
  const sent = bytes === undefined || files + bytes === 0 ? '' : `, ${formatSize(bytes)}${ofBytes}`;
  const [note, file] = [notes === 1 ? 'note' : 'notes', (of?.files ?? files) === 1 ? 'file' : 'files'];
  return words`${notes} ${note} and ${files}${ofFiles} ${file}${sent}`;
};
