/** A route of the API. */
export interface ApiRoute {
  /** As in `GET /notes/{id}` or `ANY /notes`, or `$default` for requests that no other route matches. */
  readonly routeKey: string;
  /** Whether it requires a signature. */
  readonly authorization: 'AWS_IAM' | 'NONE';
  readonly functionArn: string;
  readonly payloadFormatVersion: '1.0' | '2.0';
}

export interface Matched {
  readonly route: ApiRoute;
  /** Decoded. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

/**
 * Finds the route of a request: one for its method before one for any method, and `$default` last [API Gateway
 * Developer Guide, "Create routes for HTTP APIs"]. Segments are split before they are decoded: an encoded slash does
 * not divide.
 */
export const matchRoute = (routes: readonly ApiRoute[], method: string, path: string): Matched | undefined => {
  for (const asked of [method, 'ANY'])
    for (const route of routes) {
      const [routeMethod, template = ''] = route.routeKey.split(' ');
      const pathParameters = routeMethod === asked ? matchPath(template, path) : undefined;
      if (pathParameters !== undefined) return { route, pathParameters };
    }
  const otherwise = routes.find(({ routeKey }) => routeKey === '$default');
  return otherwise && { route: otherwise, pathParameters: {} };
};

const matchPath = (template: string, path: string): Readonly<Record<string, string>> | undefined => {
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
