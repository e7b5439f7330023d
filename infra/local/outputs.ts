import { rename, rm, writeFile } from 'node:fs/promises';

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

/**
 * Writes the outputs atomically: a reader never sees half a file. Replaces what an earlier run left half done, or a
 * link, rather than writing to it.
 */
export const writeOutputs = async (file: string, outputs: Outputs): Promise<void> => {
  await rm(`${file}.new`, { force: true });
  await writeFile(`${file}.new`, `${JSON.stringify(outputs, null, 2)}\n`, { flag: 'wx', mode: 0o600 });
  await rename(`${file}.new`, file);
};
