import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { build } from 'esbuild';
import type { FunctionName } from '../src/lambda/routes.ts';
import { identityPoolId, userPoolId } from '../test/kit/event.ts';
import type { ColdMeasurement, Job, Turn, WarmJob, WarmMeasurement } from './child/job.ts';
import { type Contestant, findEntry, readOwnEnvironment } from './contestants.ts';
import { region, tableName } from './recorded-table.ts';

/** A function of a contestant, and the environment that it runs in. */
export interface Placed {
  readonly contestant: Contestant;
  readonly functionName: FunctionName;
  /** The endpoint of DynamoDB and STS. */
  readonly endpoint: string;
  readonly accessKeyId: string;
  /** The file of the endpoint's certificate, which the function must trust. */
  readonly authority?: string | undefined;
}

/** A function that has been warmed up by many calls. */
export interface WarmFunction extends AsyncDisposable {
  take(turn: Turn): Promise<WarmMeasurement>;
}

export interface Children extends AsyncDisposable {
  cold(placed: Placed, event: unknown): Promise<ColdMeasurement>;
  warm(placed: Placed, event: unknown, job: Omit<WarmJob, keyof Job>): Promise<WarmFunction>;
}

/** Starts functions in new processes, which inherit nothing from this process's environment. */
export const startChildren = async (): Promise<Children> => {
  const folder = await mkdtemp(join(tmpdir(), 'owned-notes-bench-'));
  // Plain JavaScript, so that no figure includes Node's own handling of TypeScript.
  await build({
    entryPoints: ['cold', 'warm'].map((name) => join(import.meta.dirname, 'child', `${name}.ts`)),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
  });
  let jobs = 0;

  const start = async (program: string, placed: Placed, event: unknown, job: object, result: 'pipe' | 'ipc') => {
    const { contestant, functionName } = placed;
    const functionFolder = contestant.folders[functionName];
    const file = join(folder, `${jobs++}.json`);
    await writeFile(file, JSON.stringify({ ...job, entry: findEntry(functionFolder), event: JSON.stringify(event) }));
    const child = spawn(process.execPath, [join(folder, program), file], {
      cwd: functionFolder,
      env: { ...createEnvironment(placed), HOME: folder, ...readOwnEnvironment(functionFolder) },
      stdio: ['ignore', 'pipe', 'pipe', result],
    });
    const ended = once(child, 'exit');
    // Reads its log, as Lambda does, and uses it only if the function fails.
    const logged = Promise.all([child.stdout, child.stderr].map((stream) => text(stream ?? Readable.from([]))));
    const failed = async (): Promise<never> => {
      const [code] = await ended;
      throw new Error(`${contestant.name}, ${functionName}, exited with ${code}.\n${(await logged).join('\n')}`);
    };
    return { child, ended, failed };
  };

  return {
    cold: async (placed, event) => {
      const { child, failed } = await start('cold.mjs', placed, event, {}, 'pipe');
      const result = await text(child.stdio[3] as Readable);
      return result === '' ? failed() : JSON.parse(result);
    },
    warm: async (placed, event, job) => {
      const { child, ended, failed } = await start('warm.mjs', placed, event, job, 'ipc');
      const failure = failed();
      failure.catch(() => {});
      const said = async () => (await Promise.race([once(child, 'message'), failure]))[0];
      await said();
      return {
        take: (turn) => {
          child.send(turn);
          return said();
        },
        [Symbol.asyncDispose]: async () => {
          if (child.connected) child.disconnect();
          await ended;
        },
      };
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
};

/** The environment variables that Lambda sets, and those that the deployment sets. */
const createEnvironment = ({ contestant, endpoint, accessKeyId, authority }: Placed): Record<string, string> => ({
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_NAME: 'notes',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: 'bench',
  AWS_SESSION_TOKEN: 'bench',
  AWS_ENDPOINT_URL: endpoint,
  AWS_ENDPOINT_URL_DYNAMODB: endpoint,
  AWS_ENDPOINT_URL_STS: endpoint,
  NOTES_TABLE_NAME: tableName,
  IDENTITY_POOL_ID: identityPoolId,
  USER_POOL_ID: userPoolId,
  TZ: ':UTC',
  LANG: 'en_US.UTF-8',
  ...(authority !== undefined && { NODE_EXTRA_CA_CERTS: authority }),
  ...contestant.environment,
});
