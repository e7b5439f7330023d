import type { DoctorFault } from './fault.ts';
import { createJsonReply, type Meddling, page, withHeader } from './faulty-proxy.ts';
import { answering, get, ofGateway, problem, toSigned } from './signed-requests.ts';

const signature = (name: string, kind: DoctorFault['kind'], api: Meddling): DoctorFault => ({
  name,
  step: 'signature',
  kind,
  api,
});

/** Faults of the first signed request: of its way, of who refuses it, and of what it comes to. */
export const signatureFaults: readonly DoctorFault[] = [
  signature(
    'a proxy that rewrites Host',
    'ForbiddenUnsaid',
    toSigned((request) => withHeader(request, 'host', 'notes.internal')),
  ),
  signature(
    'a proxy that drops x-amz-date',
    'ForbiddenUnsaid',
    toSigned((request) => withHeader(request, 'x-amz-date', undefined)),
  ),
  signature(
    'a proxy that strips the session token',
    'ForbiddenUnsaid',
    toSigned((request) => withHeader(request, 'x-amz-security-token', undefined)),
  ),
  signature(
    'a proxy that strips Authorization',
    'ForbiddenUnsaid',
    toSigned((request) => withHeader(request, 'authorization', undefined)),
  ),
  signature(
    'a proxy that adds a query',
    'ForbiddenUnsaid',
    toSigned((request) => ({ ...request, path: `${request.path}${request.path.includes('?') ? '&' : '?'}via=proxy` })),
  ),
  signature(
    'a proxy that encodes the path',
    'PathRefused',
    toSigned((request) => ({ ...request, path: request.path.replaceAll('-', '%2D') })),
  ),
  signature('a role that may not call one route', 'PathRefused', answering(ofGateway(403, 'Forbidden'), get)),
  signature(
    'a signature that differs, as the answer says',
    'SignatureDiffers',
    answering(
      ofGateway(
        403,
        'The request signature we calculated does not match the signature you provided. ' +
          'Check your AWS Secret Access Key and signing method.',
      ),
    ),
  ),
  signature(
    'a signature that expired, as the answer says',
    'SignatureExpired',
    answering(
      ofGateway(
        403,
        'Signature expired: 20260102T030405Z is now earlier than 20260102T030905Z (20260102T031405Z - 5 min.)',
      ),
    ),
  ),
  signature(
    'a session token that expired, as the answer says',
    'SessionTokenEnded',
    answering(ofGateway(403, 'The security token included in the request is expired')),
  ),
  signature(
    'a session token that nobody knows, as the answer says',
    'SessionTokenUnknown',
    answering(ofGateway(403, 'The security token included in the request is invalid.')),
  ),
  signature(
    'a role that may not call, as a header says',
    'NotAllowed',
    answering(withHeader(ofGateway(403, 'Forbidden'), 'x-amzn-errortype', 'AccessDeniedException')),
  ),
  signature(
    'a signature that did not arrive, as the answer says',
    'SignatureMissing',
    answering(ofGateway(403, 'Missing Authentication Token')),
  ),
  signature(
    'a role that may not call, as the answer says',
    'NotAllowed',
    answering(
      ofGateway(
        403,
        'User: arn:aws:sts::123456789012:assumed-role/users/CognitoIdentityCredentials is not authorized to ' +
          'perform: execute-api:Invoke on resource: ' +
          'arn:aws:execute-api:us-east-1:********9012:abc/$default/GET/notes',
      ),
    ),
  ),
  signature('a function that throws', 'FunctionFailed', answering(ofGateway(500, 'Internal Server Error'))),
  signature('a function with a bug', 'FunctionFailed', answering(problem(500, 'unexpected'))),
  signature('a function that takes too long', 'FunctionFailed', answering(ofGateway(503, 'Service Unavailable'))),
  signature('a table that cannot be reached', 'StoreUnavailable', answering(problem(503, 'store-unavailable'))),
  signature('a function for other pools', 'IdentityNotTaken', answering(problem(403, 'identity-refused'))),
  signature('a function that is told no caller', 'CallerUnknown', answering(problem(401, 'not-authenticated'))),
  signature('a function of another version', 'RouteRefused', answering(problem(400, 'invalid-parameter'))),
  signature('a route that is gone for signed-in users', 'RouteMissing', answering(ofGateway(404, 'Not Found'))),
  signature('throttling of signed-in users', 'Throttled', answering(ofGateway(429, 'Too Many Requests'))),
  signature('a page for signed-in users', 'NotTheService', answering(page)),
  signature('a note where there is none', 'NotTheService', answering(createJsonReply(200, { noteId: 'x' }))),
  signature('a proxy that answers in place of the API', 'ServiceFailing', answering({ ...page, status: 504 })),
  signature('a proxy that changes content types', 'ProblemMisshapen', {
    answer: (reply) => (reply.status === 404 ? withHeader(reply, 'content-type', 'application/json') : reply),
  }),
];
