/**
 * The progress of sending or reading a file.
 *
 * @example
 * const percent = ({ done, size }: Progress): number => (size === 0 ? 100 : (done / size) * 100);
 */
export interface Progress {
  /** Bytes that are there; never fewer than reported before, and all of them at the end. */
  readonly done: number;
  readonly size: number;
}

export interface Counting {
  add(bytes: number): void;
  /** Discards what was counted: the transfer begins again. */
  again(): void;
  /** Counts everything as done, whoever transferred it. */
  all(): void;
}

/** Creates a counter of bytes, which reports a count only if it is higher than before. */
export const createCounter = (size: number, tell: ((progress: Progress) => unknown) | undefined): Counting => {
  let done = 0;
  let told = -1;
  const tellProgress = () => {
    if (done <= told) return;
    told = done;
    tell?.({ done, size });
  };
  return {
    add: (bytes) => {
      done += bytes;
      tellProgress();
    },
    again: () => {
      done = 0;
    },
    all: () => {
      done = size;
      tellProgress();
    },
  };
};
