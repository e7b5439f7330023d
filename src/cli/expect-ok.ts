import type { Result, ResultAsync } from 'neverthrow';
import { type ClientFailure, toCliError } from './cli-error.ts';

/** The value of a result; its failure ends the command. */
export const expectOk = async <T>(result: ResultAsync<T, ClientFailure> | Result<T, ClientFailure>): Promise<T> =>
  (await result).match(
    (value) => value,
    (failure) => {
      throw toCliError(failure);
    },
  );
