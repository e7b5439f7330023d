import type { ReadFailure } from '../client/archive/read-entries.ts';
import type { InvalidOutputs } from '../client/config.ts';
import type { FileFailure } from '../client/file-failures.ts';
import type { CallFailure } from '../client/retry.ts';
import type { NewPasswordRequired, SecondFactorRequired } from '../client/sign-in.ts';
import type { ServiceRefused } from '../operator/operator.ts';
import {
  exitCodeOfException,
  exitCodeOfRefusal,
  exitCodeOfService,
  exitCodeOfStatus,
  exitCodes,
} from './exit-codes.ts';

/** The failure that ends a command: a message for people and an exit status for scripts. */
export class CliError extends Error {
  readonly exitCode: number;
  /** Further details for `--json`. */
  readonly more: Readonly<Record<string, unknown>>;

  constructor(exitCode: number, message: string, more: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'CliError';
    this.exitCode = exitCode;
    this.more = more;
  }
}

export const usage = (message: string) => new CliError(exitCodes.usage, message);

export const cancelled = () => new CliError(exitCodes.interrupted, 'Cancelled.');

export type ClientFailure =
  | CallFailure
  | FileFailure
  | ReadFailure
  | ServiceRefused
  | NewPasswordRequired
  | SecondFactorRequired
  | InvalidOutputs;

type Kind = ClientFailure['kind'];

/** One row for each kind: a missing kind does not compile. */
const failures: { readonly [K in Kind]: (failure: Extract<ClientFailure, { readonly kind: K }>) => CliError } = {
  ApiProblem: ({ status, type, title, detail, requestId }) => {
    const exitCode = type.endsWith(':note-id-taken') ? exitCodes.conflict : exitCodeOfStatus(status);
    const message = [`${title} (${status})`, detail].filter(Boolean).join('. ');
    return new CliError(exitCode, message, { status, type, ...(requestId !== undefined && { requestId }) });
  },
  S3Refused: ({ status, code, message, requestId }) =>
    new CliError(
      exitCodeOfRefusal(status, code),
      `${message} (${code === String(status) ? '' : `${code}, `}${status})`,
      {
        ...{ status, code },
        ...(requestId !== undefined && { requestId }),
      },
    ),
  FileUnreadable: ({ reason }) => usage(reason),
  ServiceRefused: ({ service, type, message }) =>
    new CliError(exitCodeOfService(type), `${message} (${service}: ${type})`, { service, type }),
  InvalidArchive: ({ reason }) => usage(reason),
  ArchiveCut: ({ reason }) => usage(reason),
  CognitoRefused: ({ type, message }) => new CliError(exitCodeOfException(type), message, { type }),
  NewPasswordRequired: () =>
    new CliError(
      exitCodes.signIn,
      'The password is temporary: sign in at a terminal, or give the one to set with --new-password.',
    ),
  SecondFactorRequired: () =>
    new CliError(
      exitCodes.signIn,
      'A code from the authenticator app is required: sign in at a terminal, or give it with --code.',
    ),
  InvalidOutputs: ({ reason }) => usage(reason),
  NotSent: ({ reason }) => usage(reason),
  UnexpectedAnswer: ({ url, status, reason }) =>
    new CliError(
      exitCodes.unavailable,
      `An unexpected answer came from ${url} (HTTP ${status}). Is there a proxy in between? ${reason}`,
      { status },
    ),
  Aborted: ({ reason }) => new CliError(exitCodes.unavailable, reason),
  Unreachable: ({ url, reason }) =>
    new CliError(exitCodes.unavailable, `Nobody answers at ${url} (${reason}). Is the stack running?`),
};

export const toCliError = (failure: ClientFailure): CliError =>
  (failures[failure.kind] as (failure: ClientFailure) => CliError)(failure);
