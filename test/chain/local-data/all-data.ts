import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CognitoIdentityProviderClient, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { localCredentials } from '../../../infra/local/dynamodb/table.ts';
import type { Outputs } from '../../../infra/local/outputs.ts';

/** Reads all users' data of a stack, through its ports and from its folder: what a snapshot has to bring back. */
export const readAllData = async (outputs: Outputs, data: string) => ({
  items: await readItems(outputs),
  users: await readUsers(outputs),
  files: await listFiles(join(data, 'files')),
  mail: await readFile(join(data, 'mail.jsonl'), 'utf8').catch(() => ''),
});

const readItems = async ({ DynamoDbEndpoint: endpoint, NotesTableName: TableName, Region: region }: Outputs) => {
  const client = new DynamoDBClient({ endpoint, region, credentials: localCredentials });
  const { Items = [] } = await client.send(new ScanCommand({ TableName }));
  client.destroy();
  return Items.map((item) => JSON.stringify(Object.entries(item).toSorted())).toSorted();
};

const readUsers = async ({ CognitoEndpoint: endpoint, UserPoolId, Region: region }: Outputs) => {
  const client = new CognitoIdentityProviderClient({ endpoint, region, credentials: localCredentials });
  const { Users = [] } = await client.send(new ListUsersCommand({ UserPoolId }));
  client.destroy();
  return Users.map((user) => JSON.stringify(user)).toSorted();
};

/** Lists the paths and hashes of a folder's files. */
export const listFiles = async (folder: string): Promise<readonly string[]> => {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = found.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
  const described = files.map(async (file) => {
    const hash = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    return `${file.slice(folder.length)} ${hash}`;
  });
  return (await Promise.all(described)).toSorted();
};
