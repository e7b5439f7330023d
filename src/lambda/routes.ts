/**
 * The one list of routes. The CDK app creates a route and a permission from each row, the local HTTP API dispatches by
 * it, and the tests go through it. `action` is the single DynamoDB action that the route's one call needs.
 *
 * @example
 * const keys = routes.map(({ method, path }) => `${method} ${path}`); // 'POST /notes', …
 */
export const routes = [
  { method: 'POST', path: '/notes', function: 'create', action: 'dynamodb:PutItem' },
  { method: 'GET', path: '/notes', function: 'list', action: 'dynamodb:Query' },
  { method: 'GET', path: '/notes/{id}', function: 'get', action: 'dynamodb:GetItem' },
  { method: 'PUT', path: '/notes/{id}', function: 'update', action: 'dynamodb:UpdateItem' },
  { method: 'DELETE', path: '/notes/{id}', function: 'delete', action: 'dynamodb:UpdateItem' },
] as const satisfies readonly Route[];

/**
 * A route of the HTTP API, and the function behind it.
 *
 * @example
 * const isWrite = ({ method }: Route): boolean => method !== 'GET';
 */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** An HTTP API path; `{id}` matches one segment. */
  readonly path: `/${string}`;
  /** The file in `src/lambda` whose `handler` serves it. */
  readonly function: string;
  readonly action: `dynamodb:${string}`;
}

/**
 * The function behind a route.
 *
 * @example
 * const name: FunctionName = 'create';
 */
export type FunctionName = (typeof routes)[number]['function'];
