import {
  type Endpoint,
  handleCreate,
  handleDelete,
  handleGet,
  handleList,
  handleUpdate,
} from '../adapters/api-gateway/endpoints.ts';
import type { NoteDependencies } from './handler-parts.ts';
import type { FunctionName } from './routes.ts';

/** The endpoint of each route's function. A route without an endpoint does not compile. */
export const endpoints = {
  create: handleCreate,
  list: handleList,
  get: handleGet,
  update: handleUpdate,
  delete: handleDelete,
} as const satisfies Readonly<Record<FunctionName, Endpoint<NoteDependencies>>>;
