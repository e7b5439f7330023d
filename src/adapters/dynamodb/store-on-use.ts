import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ResultAsync } from 'neverthrow';
import type { NoteStore } from '../../ports/note-store.ts';
import type { DynamoNoteStoreOptions } from './dynamo-note-store.ts';

/** A store that its first call loads. Where it cannot be loaded, a call rejects: that is a wrong set-up. */
export const storeOnUse = (load: () => Promise<NoteStore>): NoteStore => {
  let loading: Promise<NoteStore> | undefined;
  const loaded = <T, E>(call: (store: NoteStore) => ResultAsync<T, E>): ResultAsync<T, E> => {
    loading ??= load();
    return new ResultAsync(loading.then(call));
  };
  return {
    create: (owner, creation) => loaded((store) => store.create(owner, creation)),
    find: (owner, id) => loaded((store) => store.find(owner, id)),
    list: (owner, page) => loaded((store) => store.list(owner, page)),
    update: (owner, id, change, expected) => loaded((store) => store.update(owner, id, change, expected)),
    delete: (owner, id, deletion, expected) => loaded((store) => store.delete(owner, id, deletion, expected)),
  };
};

/**
 * `dynamoNoteStore` for the package's door. The SDK is an optional peer, loaded by the first call, when whoever made `client` has it: the
 * door opens without.
 */
export const dynamoNoteStoreOnUse = (
  client: DynamoDBClient,
  tableName: string,
  options: DynamoNoteStoreOptions = {},
): NoteStore =>
  storeOnUse(async () => {
    const { dynamoNoteStore } = await import('./dynamo-note-store.ts');
    return dynamoNoteStore(client, tableName, options);
  });
