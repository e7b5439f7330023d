import type { Result, ResultAsync } from 'neverthrow';
import { failureOf } from './failure.ts';

/** The value of a result; its failure ends the command. */
export const expectOk = async <T>(
  result: ResultAsync<T, Parameters<typeof failureOf>[0]> | Result<T, Parameters<typeof failureOf>[0]>,
): Promise<T> =>
  (await result).match(
    (value) => value,
    (failure) => {
      throw failureOf(failure);
    },
  );
