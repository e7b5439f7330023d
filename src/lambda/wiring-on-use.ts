import type { HandlerParts } from '../adapters/api-gateway/handler.ts';
import { storeOnUse } from '../adapters/dynamodb/store-on-use.ts';
import { type Dependencies, partsOf, type StoreFor } from './parts.ts';
import { type Environment, settingsOf } from './settings.ts';

/**
 * As the functions' own wiring, for the package's door: the SDK, a peer, is loaded by the first request, so that whoever
 * brings a store of their own to `notesHandler` needs none. What the environment lacks throws at once all the same.
 */
export const wiringOf = (env: Environment): HandlerParts<Dependencies> => {
  const settings = settingsOf(env);
  let loading: Promise<StoreFor> | undefined;
  const stores = () => {
    loading ??= import('./wiring.ts').then(({ storesOf }) => storesOf(settings));
    return loading;
  };
  return partsOf(settings, (caller, signal) => storeOnUse(async () => (await stores())(caller, signal)));
};
