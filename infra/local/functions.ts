import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type FunctionName, routes } from '../../src/lambda/routes.ts';
import type { Bundles } from '../bundles.ts';
import type { Credentials } from './credentials.ts';
import { type LocalFunction, localFunction } from './function.ts';
import { dataRoleArn, type FunctionRole } from './roles.ts';

export interface Functions extends AsyncDisposable {
  invoke(name: FunctionName, event: unknown): Promise<unknown>;
}

export interface FunctionsOptions {
  /** What is deployed; where it is left out, the sources as they are. */
  readonly bundles?: Bundles | undefined;
  readonly credentials: Credentials<FunctionRole>;
  /** What all functions have in their environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly onLine: (line: string) => void;
}

/** Milliseconds, as deployed; an HTTP API gives up at 30,000. */
const timeout = 10_000;

/** Longer than this process lives. On AWS, Lambda renews them. */
const tenYears = 10 * 365 * 24 * 60 * 60 * 1000;

/** The functions, each with the credentials of its execution role and the name of the data role that it may take. */
export const startFunctions = ({ bundles, credentials, environment, onLine }: FunctionsOptions): Functions => {
  const functions = new Map<FunctionName, LocalFunction>(
    routes.map(({ function: name }) => {
      const execution = credentials.issue({ role: 'execution', function: name }, Date.now() + tenYears);
      const module =
        bundles === undefined
          ? new URL(`../../src/lambda/${name}.ts`, import.meta.url)
          : pathToFileURL(join(bundles[name], 'index.mjs'));
      const own = {
        AWS_ACCESS_KEY_ID: execution.accessKeyId,
        AWS_SECRET_ACCESS_KEY: execution.secretAccessKey,
        AWS_SESSION_TOKEN: execution.sessionToken,
        DATA_ROLE_ARN: dataRoleArn(name),
      };
      return [name, localFunction({ module: module.href, environment: { ...environment, ...own }, timeout, onLine })];
    }),
  );
  return {
    invoke: async (name, event) => functions.get(name)?.invoke(event),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...functions.values()].map((each) => each[Symbol.asyncDispose]()));
    },
  };
};
