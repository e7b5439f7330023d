import { describeError } from '../ask.ts';
import { createKept, type Kept, useKept } from '../kept.ts';

export interface Done {
  readonly isBusy: boolean;
  /** The result of the last action, in a sentence. */
  readonly said?: string;
  readonly problem?: string;
}

export interface Doing extends Done {
  readonly run: (work: () => Promise<string>) => Promise<void>;
}

/** Keeps what came of the last action, also while another tab is shown. */
export const createDone = (): Kept<Done> => createKept<Done>({ isBusy: false });

/** Runs one action at a time, and holds its result. */
export const useDoing = (kept: Kept<Done>): Doing => {
  const [done, setDone] = useKept(kept);
  const run = async (work: () => Promise<string>): Promise<void> => {
    setDone({ isBusy: true });
    try {
      setDone({ isBusy: false, said: await work() });
    } catch (error) {
      setDone({ isBusy: false, problem: describeError(error) });
    }
  };
  return { ...done, run };
};
