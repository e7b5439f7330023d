import type { DoctorFault } from './fault.ts';
import { withHeader } from './faulty-proxy.ts';
import { ofGateway } from './signed-requests.ts';

const cors = (
  name: string,
  kind: DoctorFault['kind'],
  header: string,
  change: (value: string) => string | undefined,
): DoctorFault => ({
  ...{ name, step: 'CORS', kind },
  api: {
    answer: (reply) => {
      const value = reply.headers[header];
      return value === undefined ? reply : withHeader(reply, header, change(value));
    },
  },
});

export const corsFaults: readonly DoctorFault[] = [
  cors('an API without CORS', 'OriginNotAllowed', 'access-control-allow-origin', () => undefined),
  cors('an API for another page', 'OriginNotAllowed', 'access-control-allow-origin', () => 'https://other.example.com'),
  cors('CORS without PUT', 'MethodNotAllowed', 'access-control-allow-methods', (value) => value.replace(/,?PUT/, '')),
  cors('CORS for a method in lower case', 'MethodNotAllowed', 'access-control-allow-methods', (value) =>
    value.toLowerCase(),
  ),
  cors('CORS without If-Match', 'HeadersNotAllowed', 'access-control-allow-headers', (value) =>
    value.replace('if-match,', ''),
  ),
  cors('CORS with a wildcard for Authorization', 'HeadersNotAllowed', 'access-control-allow-headers', () => '*'),
  cors('CORS that hides ETags', 'HeadersNotExposed', 'access-control-expose-headers', (value) =>
    value.replace('etag,', ''),
  ),
  {
    ...({ name: 'a preflight that is refused', step: 'CORS', kind: 'PreflightRefused' } as const),
    api: { instead: ({ method }) => (method === 'OPTIONS' ? ofGateway(403, 'Forbidden') : undefined) },
  },
  {
    ...({ name: 'CORS for the preflight only', step: 'CORS', kind: 'AnswerNotAllowed' } as const),
    api: {
      answer: (reply, { method }) =>
        method === 'OPTIONS' ? reply : withHeader(reply, 'access-control-allow-origin', undefined),
    },
  },
];
