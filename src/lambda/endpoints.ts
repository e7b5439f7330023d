import { create, type Endpoint, get, list, remove, update } from '../adapters/api-gateway/endpoints.ts';
import type { Dependencies } from './parts.ts';
import type { FunctionName } from './routes.ts';

/** What each route's function does. A route without an endpoint does not compile. */
export const endpoints = {
  create,
  list,
  get,
  update,
  delete: remove,
} as const satisfies Readonly<Record<FunctionName, Endpoint<Dependencies>>>;
