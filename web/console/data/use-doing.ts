import { useState } from 'react';
import { describeError } from '../ask.ts';

export interface Doing {
  readonly isBusy: boolean;
  /** The result of the last action, in a sentence. */
  readonly said: string | undefined;
  readonly problem: string | undefined;
  readonly run: (work: () => Promise<string>) => Promise<void>;
}

/** Runs one action at a time, and holds its result. */
export const useDoing = (): Doing => {
  const [isBusy, setIsBusy] = useState(false);
  const [said, setSaid] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const run = async (work: () => Promise<string>): Promise<void> => {
    setIsBusy(true);
    setSaid(undefined);
    setProblem(undefined);
    try {
      setSaid(await work());
    } catch (error) {
      setProblem(describeError(error));
    }
    setIsBusy(false);
  };
  return { isBusy, said, problem, run };
};
