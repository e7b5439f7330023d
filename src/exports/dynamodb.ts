/**
 * Notes in a DynamoDB table.
 *
 * @module owned-notes/dynamodb
 */
export type { DynamoNoteStoreOptions } from '../adapters/dynamodb/dynamo-note-store.ts';
export { createLazyDynamoNoteStore as createDynamoNoteStore } from '../adapters/dynamodb/sdk-note-store.ts';
