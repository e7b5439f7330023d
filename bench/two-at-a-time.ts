/** Does some work for each value, two at a time; if one fails, it stops once the other has ended too. */
export const runTwoAtATime = async <T>(values: readonly T[], work: (value: T) => Promise<void>): Promise<void> => {
  const queue = values.values();
  const worker = async () => {
    for (const value of queue) await work(value);
  };
  const ended = await Promise.allSettled([worker(), worker()]);
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
};
