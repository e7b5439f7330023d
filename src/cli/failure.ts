import type {
  CallFailure,
  FileFailure,
  InvalidOutputs,
  NewPasswordRequired,
  ReadFailure,
  SecondFactorRequired,
} from '../client/client.ts';
import type { ServiceRefused } from '../operator/operator.ts';
import {
  exitCodeOfException,
  exitCodeOfRefusal,
  exitCodeOfService,
  exitCodeOfStatus,
  exitCodes,
} from './exit-codes.ts';

/** What a command ends with when it does not do what it was asked: a line for people, and a status for scripts. */
export class Failure extends Error {
  readonly exitCode: number;
  /** For `--json`: what else is known. */
  readonly more: Readonly<Record<string, unknown>>;

  constructor(exitCode: number, message: string, more: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'Failure';
    this.exitCode = exitCode;
    this.more = more;
  }
}

export const usage = (message: string) => new Failure(exitCodes.usage, message);

export const cancelled = () => new Failure(exitCodes.interrupted, 'Cancelled.');

export type ClientFailure =
  | CallFailure
  | FileFailure
  | ReadFailure
  | ServiceRefused
  | NewPasswordRequired
  | SecondFactorRequired
  | InvalidOutputs;

type Kind = ClientFailure['kind'];

/** One row a kind: a kind that has none does not compile. */
const failures: { readonly [K in Kind]: (failure: Extract<ClientFailure, { readonly kind: K }>) => Failure } = {
  ApiProblem: ({ status, type, title, detail, requestId }) => {
    const exitCode = type.endsWith(':note-id-taken') ? exitCodes.conflict : exitCodeOfStatus(status);
    const message = [`${title} (${status})`, detail].filter(Boolean).join('. ');
    return new Failure(exitCode, message, { status, type, ...(requestId !== undefined && { requestId }) });
  },
  S3Refused: ({ status, code, message, requestId }) =>
    new Failure(
      exitCodeOfRefusal(status, code),
      `${message} (${code === String(status) ? '' : `${code}, `}${status})`,
      {
        ...{ status, code },
        ...(requestId !== undefined && { requestId }),
      },
    ),
  FileUnreadable: ({ reason }) => usage(reason),
  ServiceRefused: ({ service, type, message }) =>
    new Failure(exitCodeOfService(type), `${message} (${service}: ${type})`, { service, type }),
  InvalidArchive: ({ reason }) => usage(reason),
  ArchiveCut: ({ reason }) => usage(reason),
  CognitoRefused: ({ type, message }) => new Failure(exitCodeOfException(type), message, { type }),
  NewPasswordRequired: () =>
    new Failure(
      exitCodes.signIn,
      'The password is a temporary one: sign in in a terminal, or give the one to set with --new-password.',
    ),
  SecondFactorRequired: () =>
    new Failure(
      exitCodes.signIn,
      'A code of the authenticator app is asked for: sign in in a terminal, or give it with --code.',
    ),
  InvalidOutputs: ({ reason }) => usage(reason),
  NotSent: ({ reason }) => usage(reason),
  UnexpectedAnswer: ({ url, status, reason }) =>
    new Failure(
      exitCodes.unavailable,
      `What answers at ${url} is not what should (HTTP ${status}): ${reason} Is there a proxy in between?`,
      { status },
    ),
  Aborted: ({ reason }) => new Failure(exitCodes.unavailable, reason),
  Unreachable: ({ url, reason }) =>
    new Failure(exitCodes.unavailable, `Nobody answers at ${url} (${reason}). Is the stack running?`),
};

export const failureOf = (failure: ClientFailure): Failure =>
  (failures[failure.kind] as (failure: ClientFailure) => Failure)(failure);
