import { useState } from 'react';
import { describeError } from '../ask.ts';

export interface Doing {
  readonly isBusy: boolean;
  /** What came of the last thing that was done, in a sentence. */
  readonly said: string | undefined;
  readonly problem: string | undefined;
  readonly run: (work: () => Promise<string>) => Promise<void>;
}

/** One thing at a time, and what came of it. */
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
