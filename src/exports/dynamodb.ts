/** `owned-notes/dynamodb`: notes in a DynamoDB table. */
export { type DynamoNoteStoreOptions, dynamoNoteStore } from '../adapters/dynamodb/dynamo-note-store.ts';
