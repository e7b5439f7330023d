import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { AwsClient } from 'aws4fetch';
import type { Outputs } from '../../infra/local/outputs.ts';
import type { User } from '../kit/user.ts';

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** What a function gave away. */
export interface Held {
  readonly keys: Keys;
  readonly dataRoleArn: string;
  take(roleArn: string | undefined, tags: Readonly<Record<string, string>>): Promise<Keys>;
}

/** Returns what the function of a route holds, if the route leads to one. */
export const readHeldByFunction = async (user: User, method: string, path: string): Promise<Held | undefined> => {
  const { status, body: env } = await user.ask(method, path, undefined, { 'x-give-away': 'all' });
  return status !== 200 || env?.AWS_ACCESS_KEY_ID === undefined ? undefined : readHeld(env);
};

/** Returns what the sweep holds, from what the functions wrote. */
export const readHeldBySweep = (lines: readonly string[]): Held | undefined => {
  const line = lines.find((each) => each.includes('"givenAway"'));
  return line === undefined ? undefined : readHeld(JSON.parse(line).givenAway);
};

const readHeld = (env: Readonly<Record<string, string>>): Held => {
  const keys = {
    accessKeyId: String(env.AWS_ACCESS_KEY_ID),
    secretAccessKey: String(env.AWS_SECRET_ACCESS_KEY),
    sessionToken: String(env.AWS_SESSION_TOKEN),
  };
  const sts = new STSClient({
    region: String(env.AWS_REGION),
    endpoint: String(env.AWS_ENDPOINT_URL_STS),
    credentials: keys,
    maxAttempts: 1,
  });
  return {
    keys,
    dataRoleArn: String(env.DATA_ROLE_ARN),
    take: async (RoleArn, tags) => {
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      const { Credentials: got } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'taken', Tags }));
      return {
        accessKeyId: String(got?.AccessKeyId),
        secretAccessKey: String(got?.SecretAccessKey),
        sessionToken: String(got?.SessionToken),
      };
    },
  };
};

interface Input {
  readonly key?: string;
  readonly table?: string;
  /** Further members of the request. */
  readonly more?: object;
}

/** Asks DynamoDB, and resolves to `ok`. Throws an error with the name that DynamoDB gives it. */
export const observeSession = async (
  { Region: region, DynamoDbEndpoint: endpoint, NotesTableName }: Outputs,
  keys: Keys,
  operation: string,
  { key, table = NotesTableName, more }: Input,
): Promise<string> => {
  const client = new AwsClient({ ...keys, region, service: 'dynamodb', retries: 0 });
  const response = await client.fetch(endpoint, {
    method: 'POST',
    headers: { 'x-amz-target': `DynamoDB_20120810.${operation}`, 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify({ ...createInput(operation, table, key), ...more }),
  });
  const { __type: type } = Object(await response.json());
  if (!response.ok) throw Object.assign(new Error(), { name: String(type).split('#').at(-1) });
  return 'ok';
};

const noteId = { S: '0192d3c4-0000-7000-8000-000000000001' };

const createInput = (operation: string, TableName: string, key: string | undefined): object => {
  if (key === undefined) return { TableName };
  const Key = { userId: { S: key }, noteId };
  switch (operation) {
    case 'Query':
      return {
        TableName,
        KeyConditionExpression: 'userId = :o',
        ExpressionAttributeValues: { ':o': { S: key } },
      };
    case 'BatchGetItem':
      return { RequestItems: { [TableName]: { Keys: [Key, { userId: { S: `${key}0` }, noteId }] } } };
    default:
      return { TableName, Key };
  }
};
