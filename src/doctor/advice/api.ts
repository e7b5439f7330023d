import type { ApiFinding } from '../api-findings.ts';
import type { SignatureFinding } from '../signature.ts';
import type { UnsignedFinding } from '../unsigned.ts';
import { type Advice, adviseFaulty, adviseRefused, adviseUnavailable, type Rows, setUp } from './rows.ts';

const of = (requestId: string | undefined): string => (requestId === undefined ? '' : ` (request ${requestId})`);

/** Returns where to find out more about one request. */
const why = (requestId = 'REQUEST-ID', local = false): string =>
  local
    ? `Ask the stack: npx notes why ${requestId}`
    : 'Look it up in the API’s access log (/aws/vendedlogs/STACK/access/…): ' +
      `aws logs filter-log-events --log-group-name GROUP --filter-pattern '"${requestId}"'`;
const functionsLog = (route: string, requestId = 'REQUEST-ID', local = false): string =>
  local
    ? `Look at the terminal of npm start and at .local/functions.log, or run: npx notes why ${requestId}`
    : `Look at the log of the function of ${route} (the console: Lambda, Monitor): ` +
      `aws logs filter-log-events --log-group-name GROUP --filter-pattern '"${requestId}"'`;
const fresh = 'Sign in again: notes sign-in EMAIL.';
const changed =
  'Something between here and the API may change requests: ' +
  'a proxy that rewrites Host or the path, or drops headers. ' +
  'Try without it, at the API’s own address (ApiEndpoint).';

/** Creates a row that gives the same advice for every such refusal, since the service says no more. */
const byGateway =
  (says: string, ...todo: readonly string[]) =>
  ({ message, route, requestId }: { message: string; route: string; requestId?: string }, local: boolean): Advice =>
    adviseRefused(
      `API Gateway refused ${route}: ${message}${of(requestId)}. ${says}`,
      ...todo,
      ...(local ? [why(requestId, local)] : []),
    );

export const apiAdvice: Rows<ApiFinding['kind'] | SignatureFinding['kind'] | UnsignedFinding['kind']> = {
  RouteOpen: ({ route, status, requestId }) =>
    adviseFaulty(
      `${route} let in a request without a signature: its function answered ${status}${of(requestId)}. ` +
        'Anybody may call it.',
      'Give the route AuthorizationType AWS_IAM (infra/constructs/notes-api.ts), and deploy.',
    ),
  RouteMissing: ({ route, host }) =>
    adviseFaulty(
      `The API at ${host} has no route ${route}.`,
      'Deploy again: npm run deploy. infra/constructs/notes-api.ts makes the routes of src/lambda/routes.ts.',
    ),
  NotThisApi: ({ host }) =>
    setUp(
      `The API at ${host} has none of the routes for notes: it is another API, or another stage or path of it.`,
      'Write the outputs again: ApiEndpoint is the address without the name of a stage.',
    ),
  SignatureDiffers: byGateway('What arrived is not what was signed.', changed),
  SignatureExpired: byGateway(
    'The time of the signature is too far from that of the service.',
    'Set this machine’s clock from the network. A proxy that delays requests can also be the cause.',
  ),
  SessionTokenEnded: byGateway('The credentials have expired.', fresh),
  SessionTokenUnknown: byGateway(
    'The session token is not from this account, or was changed on its way.',
    changed,
    'Check that the identity pool and the API are in the same account and region.',
  ),
  SignatureMissing: byGateway('The signature did not arrive, or there is no such route.', changed),
  NotAllowed: byGateway(
    'The signature is valid, but IAM does not allow the role of signed-in users to call.',
    'Check that role’s policy: execute-api:Invoke on each route of exactly this API ' +
      '(infra/constructs/signed-in-role.ts), and deploy.',
  ),
  ForbiddenUnsaid: ({ message, route, requestId }, local) =>
    adviseRefused(
      `API Gateway refused ${route}: ${message}${of(requestId)}. An HTTP API says no more. ` +
        'As far as the checks above can tell, clock and credentials are right, ' +
        'so either the signature is not that of what arrived, or IAM does not allow the call.',
      ...(local ? [why(requestId, local)] : []),
      changed,
      'Check the policy of the role of signed-in users: execute-api:Invoke on each route of exactly this API ' +
        '(infra/constructs/signed-in-role.ts). Or ApiEndpoint belongs to an API that has been deleted.',
      ...(local ? [] : [why(requestId)]),
    ),
  PathRefused: ({ refused: route, taken, requestId }, local) =>
    adviseRefused(
      `API Gateway refused ${route}${of(requestId)}, but let ${taken} in with the same keys, so the path is the cause.`,
      'Check that the role of signed-in users may call this route (infra/constructs/signed-in-role.ts), ' +
        'and that nothing in between changes the path: decodes, encodes or joins its parts.',
      why(requestId, local),
    ),
  IdentityNotTaken: ({ route, requestId }, local) =>
    adviseRefused(
      `The function of ${route} does not recognize the caller as a user of its pools${of(requestId)}.`,
      'Its environment has other pools than the outputs (USER_POOL_ID, IDENTITY_POOL_ID): deploy again. ' +
        'Or the identity has a second login.',
      functionsLog(route, requestId, local),
    ),
  CallerUnknown: ({ route, requestId }) =>
    adviseFaulty(
      `The function of ${route} was called without an identity${of(requestId)}: the route does not authorize with IAM.`,
      'Give the route AuthorizationType AWS_IAM (infra/constructs/notes-api.ts), and deploy.',
    ),
  FunctionFailed: ({ route, status, requestId }, local) =>
    adviseUnavailable(
      `The function of ${route} failed: ${status}${of(requestId)}.`,
      functionsLog(route, requestId, local),
    ),
  StoreUnavailable: ({ route, type, requestId }, local) =>
    adviseUnavailable(
      `The function of ${route} could not reach the table, or could not take its role: ${type}${of(requestId)}.`,
      'Try again in a minute: quotas of STS and DynamoDB have this effect.',
      functionsLog(route, requestId, local),
    ),
  RouteRefused: ({ route, status, type, title, requestId }, local) =>
    adviseFaulty(
      `${route} was unexpectedly answered with ${title} (${status}, ${type})${of(requestId)}.`,
      'Something in between may have changed the request; docs/wire.md explains this problem.',
      functionsLog(route, requestId, local),
    ),
  Throttled: ({ host, requestId }) =>
    adviseUnavailable(
      `${host} gets more requests than its throttling lets in${of(requestId)}.`,
      'Try again in a minute; the stage’s throttling is in infra/stages.ts.',
    ),
  ProblemMisshapen: ({ lacks, requestId }) =>
    adviseFaulty(
      `The answer for a note that nobody has is not the one in docs/wire.md${of(requestId)}: ` +
        `it lacks ${lacks.join(', ')}.`,
      'A proxy may rewrite answers, or the functions may be of another version: deploy again.',
    ),
};
