/** What came of something: its result if that is a text or a number, otherwise `ok`, or the name of the error. */
export const outcome = async (work: () => Promise<unknown>): Promise<string> => {
  try {
    const result = await work();
    return typeof result === 'string' || typeof result === 'number' ? String(result) : 'ok';
  } catch (error) {
    return error instanceof Error ? error.name : 'failed';
  }
};
