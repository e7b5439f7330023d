import { randomBytes } from 'node:crypto';
import { parseNoteId } from '../../../src/domain/note.ts';
import type { Authorizer } from '../authorizer.ts';
import { type Credentials, type Principal, subOf } from '../credentials.ts';
import type { Deployment } from '../deployment/deployment.ts';
import type { RefusedRequest } from '../http-api/refusal.ts';
import { createDenials, type Denial } from './denials.ts';
import type { ExplainedRefusal, Explanation } from './explanation.ts';
import { createFunctionLines } from './function-lines.ts';
import type { Lookup } from './holders.ts';
import { explainIdentity, explainWrongPayload, notAuthenticated } from './identity.ts';
import { bodyTooLong } from './limits.ts';
import { explainNoteNotFound, noId } from './note-not-found.ts';
import { createOtherServices, type OtherServices } from './other-services.ts';
import { explainOwnRefusal } from './own-refusal.ts';
import { explainDenied } from './policy.ts';
import { withRecentKeys } from './recent-keys.ts';
import { theApi } from './service.ts';

export interface ExplainerOptions {
  readonly deployment: Deployment;
  readonly authorizer: Authorizer;
  readonly credentials: Credentials;
  readonly owner: 'identity' | 'user-pool-sub';
  /** Returns `undefined` until the stack runs. */
  readonly running: () => Running | undefined;
  readonly tell: (refusal: ExplainedRefusal) => void;
}

export interface Running {
  readonly apiEndpoint: string;
  /** The endpoints of S3, DynamoDB and STS. */
  readonly otherEndpoints: readonly string[];
  readonly table: Lookup;
}

export interface Explainer extends OtherServices {
  /** The given ones, watched. */
  readonly authorizer: Authorizer;
  readonly credentials: Credentials;
  readonly onRefusal: (refused: RefusedRequest) => void;
  readonly onFunctionLine: (line: string) => void;
}

/** Explains what the stack refuses to whoever runs it. Nothing that goes over the wire passes through here. */
export const createExplainer = (options: ExplainerOptions): Explainer => {
  const { deployment, owner, running, tell } = options;
  const { credentials, recent } = withRecentKeys(options.credentials);
  const lines = createFunctionLines();
  const apiName = `${deployment.apiId}.execute-api.${deployment.region}.amazonaws.com`;
  const routes = deployment.api.routes.map(({ routeKey }) => routeKey);
  const { authorizer, claim, take } = createDenials(options.authorizer, (denial) =>
    tell({
      ...explainDenied(denial.judgement),
      ...{
        time: new Date().toISOString(),
        requestId: `local-${randomBytes(6).toString('hex')}`,
        request: denial.action,
      },
    }),
  );

  const explainNow = (refused: RefusedRequest): Explanation | undefined => {
    const { apiEndpoint } = running() ?? {};
    const hosts = [apiName, ...(apiEndpoint === undefined ? [] : [new URL(apiEndpoint).host])];
    return explainOwnRefusal(refused, {
      ...{ service: theApi, routes, credentials, hosts, keys: recent() },
      ask: options.authorizer.invokeRoute,
    });
  };

  /** Explains what a function refused, from the line that it logged and from what it was denied. */
  const explainLater = async (refused: RefusedRequest): Promise<Explanation | undefined> => {
    const { route, principal, requestId, status } = refused;
    if (route === undefined || (![401, 403, 404, 413].includes(status) && status < 500)) return undefined;
    if (status >= 500) {
      const invocation = options.authorizer.invokeFunction(route.functionArn, route.routeKey);
      if (!invocation.allowed) return explainDenied(invocation);
      const code = deployment.functions.get(route.functionArn)?.code;
      const denial = claim(isDenialOf(principal && findOwner(principal, owner), code));
      if (denial !== undefined) return explainDenied(denial.judgement);
    }
    const line = await lines.of(requestId);
    switch (line?.problem) {
      case 'IdentityRefused':
        return explainIdentity(line.reason);
      case 'NotAuthenticated':
        return notAuthenticated;
      case 'WrongPayloadVersion':
        return explainWrongPayload(line.reason);
      case 'BodyTooLarge':
        return bodyTooLong;
      case 'NoteNotFound':
        return principal && explainNotFound(refused.path, findOwner(principal, owner));
      default:
        return undefined;
    }
  };

  const explainNotFound = async (path: string, asker: string): Promise<Explanation> => {
    const noteId = parseNoteId(decodeURIComponent(path.split('/').at(-1) ?? '')).unwrapOr(undefined);
    if (noteId === undefined) return noId;
    const found = await running()?.table.findHolders(noteId);
    return explainNoteNotFound({ owner: asker, noteId }, found?.holders ?? [], found?.complete ?? false);
  };

  return {
    ...createOtherServices({
      ...{ region: deployment.region, bucket: deployment.bucket?.name, credentials, keys: recent, take, tell },
      endpoints: () => running()?.otherEndpoints ?? [],
    }),
    authorizer,
    credentials,
    onFunctionLine: lines.seen,
    onRefusal: (refused) => {
      const { requestId, method, path, status, principal } = refused;
      const about = {
        ...{ time: new Date().toISOString(), requestId, request: `${method} ${path}`, status },
        ...(principal && { identityId: principal.identityId }),
      };
      const told = (explanation: Explanation | undefined) => explanation && tell({ ...about, ...explanation });
      const atOnce = explainNow(refused);
      if (atOnce !== undefined) return void told(atOnce);
      // The stack may have stopped by then; a failed explanation is worth only a line.
      explainLater(refused).then(told, (error) => console.error(`A refusal could not be explained: ${error}`));
    },
  };
};

/** Matches a denial of the function's own session, or of one that is tagged with the caller's owner. */
const isDenialOf =
  (owner: string | undefined, code: string | undefined) =>
  (denial: Denial): boolean =>
    denial.session === code || (owner !== undefined && denial.owner === owner);

/** Returns the one of a caller's two ids that owns the notes, as the functions determine it. */
const findOwner = (principal: Principal, owner: ExplainerOptions['owner']): string =>
  owner === 'identity' ? principal.identityId : (subOf(principal) ?? '');
