/** Resolves to the outcome of `work`: a result that is a string or a number, otherwise `ok`, or the error's name. */
export const describeOutcome = async (work: () => Promise<unknown>): Promise<string> => {
  try {
    const result = await work();
    return typeof result === 'string' || typeof result === 'number' ? String(result) : 'ok';
  } catch (error) {
    return error instanceof Error ? error.name : 'failed';
  }
};
