import { rename, rm, writeFile } from 'node:fs/promises';

/** What a client needs to know of a running stack, by the names that the CDK app's outputs have too. */
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
  /** Of files; none where users have none. */
  readonly BucketName?: string;
  readonly S3Endpoint?: string;
  /** The page of users, and the console of developers; none where nobody serves them. */
  readonly PageUrl?: string;
  readonly ConsoleUrl?: string;
}

/** Whole or not at all: a reader never sees half of it. What an earlier run left half done, or a link, is not written to. */
export const writeOutputs = async (file: string, outputs: Outputs): Promise<void> => {
  await rm(`${file}.new`, { force: true });
  await writeFile(`${file}.new`, `${JSON.stringify(outputs, null, 2)}\n`, { flag: 'wx', mode: 0o600 });
  await rename(`${file}.new`, file);
};
