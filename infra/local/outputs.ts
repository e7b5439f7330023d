import { rename, rm, writeFile } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { OutputsFile } from './outputs-option.ts';

/** What a client needs to know about a running stack, under the same names as the CDK app's outputs. */
export interface Outputs {
  readonly Region: string;
  readonly UserPoolId: string;
  readonly UserPoolClientId: string;
  readonly IdentityPoolId: string;
  readonly ApiEndpoint: string;
  /** Serves both pools. */
  readonly CognitoEndpoint: string;
  readonly DynamoDbEndpoint: string;
  readonly NotesTableName: string;
  /** The bucket for files; absent if users have no files. */
  readonly BucketName?: string;
  readonly S3Endpoint?: string;
  /** The page for users, and the console for developers; absent if they are not served. */
  readonly PageUrl?: string;
  readonly ConsoleUrl?: string;
}

/** Where a stack was started. */
export interface Surroundings {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Locates the outputs file of the stack whose data is in this folder. */
export const locateOutputs = (
  data: string,
  { cwd, env }: Surroundings = { cwd: process.cwd(), env: process.env },
): OutputsFile => {
  const file = join(data, 'outputs.json');
  const below = relative(cwd, file);
  const isBelow = !isAbsolute(below) && below.split(sep)[0] !== '..';
  const given = env.NOTES_OUTPUTS || undefined;
  return {
    path: isBelow ? below : file,
    // `notes` looks there first, so whatever else is in the folder makes no difference.
    isFound: file === join(cwd, '.local/outputs.json') && (given === undefined || resolve(cwd, given) === file),
  };
};

/**
 * Writes the outputs atomically: a reader never sees half a file. Replaces what an earlier run left half done, or a
 * link, rather than writing to it.
 */
export const writeOutputs = async (file: string, outputs: Outputs): Promise<void> => {
  await rm(`${file}.new`, { force: true });
  await writeFile(`${file}.new`, `${JSON.stringify(outputs, null, 2)}\n`, { flag: 'wx', mode: 0o600 });
  await rename(`${file}.new`, file);
};
