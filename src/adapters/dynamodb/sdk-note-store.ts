import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { NoteStore } from '../../ports/note-store.ts';
import { createDynamoNoteStore, type DynamoNoteStoreOptions } from './dynamo-note-store.ts';
import type { DynamoDB } from './dynamodb.ts';

/**
 * Creates a store of notes in a DynamoDB table with the partition key `userId` and the sort key `noteId`, both strings,
 * and a TTL on `expiresAt`, through the SDK's client. The SDK is an optional peer dependency, loaded by the first call,
 * when whoever made `client` has it; this module loads without it. If it cannot be loaded, a call rejects.
 *
 * @example
 * import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
 * const store = createDynamoNoteStore(new DynamoDBClient({ region: 'us-east-1' }), 'notes', { consistentRead: true });
 */
export const createLazyDynamoNoteStore = (
  client: DynamoDBClient,
  tableName: string,
  options: DynamoNoteStoreOptions = {},
): NoteStore => {
  let loading: Promise<DynamoDB> | undefined;
  const onUse: DynamoDB = async (operation, input, signal) => {
    loading ??= import('./sdk-dynamodb.ts').then(({ createSdkDynamoDB: sdkDynamoDB }) => sdkDynamoDB(client));
    return (await loading)(operation, input, signal);
  };
  return createDynamoNoteStore(onUse, tableName, options);
};
