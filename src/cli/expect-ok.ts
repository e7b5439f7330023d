import type { Result, ResultAsync } from 'neverthrow';
import { type ClientFailure, toCliError } from './cli-error.ts';

/** Returns the value of a result. Throws its failure as a `CliError`. */
export const expectOk = async <T>(result: ResultAsync<T, ClientFailure> | Result<T, ClientFailure>): Promise<T> =>
  (await result).match(
    (value) => value,
    (failure) => {
      throw toCliError(failure);
    },
  );
