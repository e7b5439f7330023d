/** `owned-notes/dynamodb`: notes in a DynamoDB table. */
export type { DynamoNoteStoreOptions } from '../adapters/dynamodb/dynamo-note-store.ts';
export { dynamoNoteStoreOnUse as dynamoNoteStore } from '../adapters/dynamodb/sdk-note-store.ts';
