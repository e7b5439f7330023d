import type { createDynamoNoteStore } from '../../src/adapters/dynamodb/dynamo-note-store.ts';
import type { Wrap } from '../kit/wrap-exports.ts';

/** A bug in the worst place: every method of the store takes somebody else for the owner, whoever calls. */
export const wrap: Wrap<typeof createDynamoNoteStore> =
  (createStore) =>
  (...settings) =>
    new Proxy(createStore(...settings), {
      get: (store, name) => {
        const method = Reflect.get(store, name);
        return (_: unknown, ...rest: readonly unknown[]) => method(process.env.PLANTED_OWNER, ...rest);
      },
    });
