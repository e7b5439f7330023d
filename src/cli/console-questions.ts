import { CliError, cancelled, usage } from './cli-error.ts';
import { exitCodes } from './exit-codes.ts';
import type { OutputsFile } from './outputs.ts';
import { readOutputs } from './outputs.ts';
import type { World } from './world.ts';

/** Sends a request to the console of a local stack. Throws `CliError`. */
export type AskConsole = <T>(method: 'GET' | 'POST', question: string, body?: object) => Promise<T>;

/** The console answers these requests only with this header, which no page of another origin can send. */
const headers = { 'x-owned-notes-console': 'notes' };

export const createConsoleClient = (file: OutputsFile, world: World): AskConsole => {
  const url = readConsoleUrl(readOutputs(file, world), file.path);
  const { fetch = globalThis.fetch, signal } = world;
  return async <T>(method: 'GET' | 'POST', question: string, body?: object): Promise<T> => {
    const sent = { method, headers, redirect: 'manual', signal, ...(body && { body: JSON.stringify(body) }) } as const;
    const answer = await fetch(`${url}/api/data/${question}`, sent).catch(() => {
      if (signal.aborted) throw cancelled();
      throw new CliError(exitCodes.unavailable, `Nobody answers at ${url}. Is the stack running? Start it: npm start`);
    });
    const read = await answer.json().catch(() => undefined);
    // The stack and the command have the same version, so their field names agree.
    if (answer.ok && read !== undefined) return read as T;
    const { error, kind } = Object(read);
    if (typeof error !== 'string')
      throw new CliError(exitCodes.unavailable, `What answers at ${url} is not a console (HTTP ${answer.status}).`);
    throw new CliError(chooseExitCode(answer.status, kind), error, typeof kind === 'string' ? { kind } : {});
  };
};

/**
 * Returns the URL of the outputs' console. It must be on this machine, since its requests change all data of the stack.
 * Throws `CliError`.
 */
const readConsoleUrl = (outputs: unknown, path: string): string => {
  const { ConsoleUrl: url, CognitoEndpoint: pools } = Object(outputs);
  if (typeof pools !== 'string')
    throw usage(
      `${path} has the outputs of a deployment on AWS, but this command needs a stack on this machine. ` +
        'Start one: npm start',
    );
  if (typeof url !== 'string')
    throw usage(`${path}: this stack has no console, which this command needs. Start it with npm start.`);
  const { protocol, hostname, origin } = URL.canParse(url) ? new URL(url) : ({} as Partial<URL>);
  if (protocol !== 'http:' || !['127.0.0.1', 'localhost', '[::1]'].includes(hostname ?? '') || origin === undefined)
    throw usage(`${path}: the console is not on this machine.`);
  return origin;
};

const chooseExitCode = (status: number, kind: unknown): number => {
  if (kind === 'NoSnapshot') return exitCodes.notFound;
  if (kind === 'NameTaken') return exitCodes.conflict;
  if (kind === 'SnapshotBroken') return exitCodes.unexpected;
  if (kind === 'Busy' || kind === 'StoppedEarly' || kind === 'Unsettled') return exitCodes.unavailable;
  return status >= 500 ? exitCodes.unexpected : exitCodes.usage;
};
