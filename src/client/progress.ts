/**
 * How far a file is on its way.
 *
 * @example
 * const percent = ({ done, size }: Progress): number => (size === 0 ? 100 : (done / size) * 100);
 */
export interface Progress {
  /** Bytes that are there; never fewer than were told before, and at the end all. */
  readonly done: number;
  readonly size: number;
}

export interface Counting {
  add(bytes: number): void;
  /** What was done counts no more: it is begun anew. */
  again(): void;
  /** All is there, whoever brought it. */
  all(): void;
}

/** Counts bytes, and tells of them where they are more than before. */
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
