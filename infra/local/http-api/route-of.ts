import type { FunctionName, Route } from '../../../src/lambda/routes.ts';

export type FunctionRoute = Route & { readonly function: FunctionName };

export interface Matched {
  readonly routeKey: string;
  readonly function: FunctionName;
  /** Decoded. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** The route of a request. Segments are told apart before they are decoded: an encoded slash does not divide. */
export const routeOf = (routes: readonly FunctionRoute[], method: string, path: string): Matched | undefined => {
  for (const route of routes) {
    const pathParameters = route.method === method ? match(route.path, path) : undefined;
    if (pathParameters !== undefined)
      return { routeKey: `${route.method} ${route.path}`, function: route.function, pathParameters };
  }
  return undefined;
};

const match = (template: string, path: string): Readonly<Record<string, string>> | undefined => {
  const segments = path.split('/');
  const parts = template.split('/');
  if (parts.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? '';
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined ? part !== segment : segment === '') return undefined;
    if (name !== undefined) parameters[name] = decodeURIComponent(segment);
  }
  return parameters;
};
