import type { CallFailure, InvalidOutputs, NewPasswordRequired, SecondFactorRequired } from '../client/client.ts';

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

export const exitCodes = { unexpected: 1, usage: 2, signIn: 3, notFound: 4, conflict: 5, refused: 6, unavailable: 7 };

export const exitStatusHelp = `
Exit status:
  0  done                            4  no such note
  1  something unexpected            5  conflict: changed, deleted, or key used before
  2  wrong usage or input            6  refused (403)
  3  not signed in, or wrong         7  unavailable: network, time-out, 5xx
`;

export const usage = (message: string) => new Failure(exitCodes.usage, message);

/** The exit status for an answer of the API. */
export const exitCodeOf = (status: number): number => {
  if (status < 400) return 0;
  if (status === 404) return exitCodes.notFound;
  if (status === 409 || status === 410 || status === 412) return exitCodes.conflict;
  if (status === 401) return exitCodes.signIn;
  if (status === 403) return exitCodes.refused;
  return status === 429 || status >= 500 ? exitCodes.unavailable : exitCodes.usage;
};

export const failureOf = (
  failure: CallFailure | NewPasswordRequired | SecondFactorRequired | InvalidOutputs,
): Failure => {
  switch (failure.kind) {
    case 'ApiProblem': {
      const { status, type, title, detail, requestId } = failure;
      const exitCode = type.endsWith(':note-id-taken') ? exitCodes.conflict : exitCodeOf(status);
      const message = [`${title} (${status})`, detail].filter(Boolean).join('. ');
      return new Failure(exitCode, message, { status, type, ...(requestId !== undefined && { requestId }) });
    }
    case 'CognitoRefused':
      return new Failure(exitCodes.signIn, failure.message, { type: failure.type });
    case 'NewPasswordRequired':
      return new Failure(
        exitCodes.signIn,
        'A new password has to be set: sign in in a terminal, or with --new-password.',
      );
    case 'SecondFactorRequired':
      return new Failure(exitCodes.signIn, 'A code of the authenticator app is asked for: give it with --code.');
    case 'NotSent':
      return usage(failure.reason);
    case 'UnexpectedAnswer':
      return new Failure(
        exitCodes.unavailable,
        `What answers at ${failure.url} is not what should (HTTP ${failure.status}): ${failure.reason} Is there a proxy in between?`,
      );
    case 'Aborted':
      return new Failure(exitCodes.unavailable, failure.reason);
    case 'InvalidOutputs':
      return usage(failure.reason);
    case 'Unreachable':
      return new Failure(
        exitCodes.unavailable,
        `Nobody answers at ${failure.url} (${failure.reason}). Is the stack running?`,
      );
  }
};
