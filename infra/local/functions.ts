import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DeployedName } from '../../src/lambda/function-names.ts';
import type { Bundles } from '../bundles.ts';
import type { Credentials } from './credentials.ts';
import type { DeployedFunction } from './deployment/functions.ts';
import { createLocalFunction, type LocalFunction } from './function.ts';
import type { RoleSession } from './roles.ts';

export interface Functions extends AsyncDisposable {
  /**
   * Invokes a function by its ARN. If there is a trace id, the requests that the function makes during this invocation
   * carry it.
   */
  invoke(functionArn: string, event: unknown, traceId?: string): Promise<unknown>;
}

export interface FunctionsOptions {
  readonly functions: Iterable<DeployedFunction>;
  /** The deployed bundles; absent, the sources run as they are. */
  readonly bundles?: Bundles | undefined;
  readonly credentials: Credentials<RoleSession>;
  /** The environment variables of all functions, in addition to those that the template gives each. */
  readonly environment: Readonly<Record<string, string>>;
  /** See `LocalFunctionOptions`. */
  readonly clock?: SharedArrayBuffer;
  readonly isProvisioned?: boolean | undefined;
  readonly onLine: (line: string) => void;
}

/** Milliseconds. Longer than this process lives; on AWS, Lambda renews the credentials. */
const tenYears = 10 * 365 * 24 * 60 * 60 * 1000;

/** Starts the functions, each in a session of its role. */
export const startFunctions = (options: FunctionsOptions): Functions => {
  const { functions, bundles, credentials, environment, ...each } = options;
  const started = new Map<string, LocalFunction>(
    [...functions].map(({ arn, code, roleArn, timeout, environment: own }) => {
      const session = { roleArn, sessionName: code, tags: {} };
      const { accessKeyId, secretAccessKey, sessionToken } = credentials.issue(session, Date.now() + tenYears);
      const keys = {
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_SESSION_TOKEN: sessionToken,
      };
      const module = locateModule(code, bundles).href;
      return [arn, createLocalFunction({ ...each, module, environment: { ...own, ...environment, ...keys }, timeout })];
    }),
  );
  return {
    invoke: async (functionArn, event, traceId) => {
      const found = started.get(functionArn);
      if (found === undefined) throw new Error(`There is no function ${functionArn}.`);
      return found.invoke(event, traceId);
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...started.values()].map((each) => each[Symbol.asyncDispose]()));
    },
  };
};

const locateModule = (code: DeployedName, bundles: Bundles | undefined): URL =>
  bundles === undefined
    ? new URL(`../../src/lambda/${code}.ts`, import.meta.url)
    : pathToFileURL(join(bundles[code], 'index.mjs'));
