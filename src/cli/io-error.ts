import { CliError } from './cli-error.ts';
import { exitCodes } from './exit-codes.ts';

/** Returns the error's code, such as `ENOENT`. */
export const readErrorCode = (error: unknown): string | undefined => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
};

/** Creates an error with the system's reason but without the system call: `EACCES: permission denied`. */
export const createIoError = (file: string, what: 'read' | 'written' | 'created', error: unknown): CliError => {
  const exitCode = what === 'read' ? exitCodes.usage : exitCodes.unexpected;
  const [reason] = /^(?!ENOENT)[A-Z]+: [^,]*/.exec(error instanceof Error ? error.message : '') ?? [];
  return new CliError(exitCode, `${file} cannot be ${what}${reason === undefined ? '' : ` (${reason})`}.`);
};
