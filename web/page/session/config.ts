import { type Result, ResultAsync } from 'neverthrow';
import { type InvalidOutputs, type NotesConfig, parseConfig } from 'owned-notes/client';

/** The configuration file beside the page could not be loaded. */
export interface ConfigUnreachable {
  readonly kind: 'ConfigUnreachable';
  readonly reason: string;
}

export type ConfigFailure = ConfigUnreachable | InvalidOutputs;

/** Loads the deployment's configuration from the file beside the page: the same page serves every stage. */
export const loadConfig = (): ResultAsync<NotesConfig, ConfigFailure> =>
  ResultAsync.fromPromise(fetchOutputs(), unreachable).andThen((outputs: unknown) => parseConfig(outputs));

const fetchOutputs = async (): Promise<unknown> => {
  const answer = await fetch('./config.json');
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return answer.json();
};

const unreachable = (cause: unknown): ConfigUnreachable => ({ kind: 'ConfigUnreachable', reason: String(cause) });

export interface ConfigSource {
  /** Shares one request among all callers. After a failure, the next call makes another. */
  get(): ResultAsync<NotesConfig, ConfigFailure>;
}

export const createConfigSource = (load = loadConfig): ConfigSource => {
  let loading: Promise<Result<NotesConfig, ConfigFailure>> | undefined;
  return {
    get: () => {
      loading ??= Promise.resolve(load()).then((result) => {
        if (result.isErr()) loading = undefined;
        return result;
      });
      return new ResultAsync(loading);
    },
  };
};
