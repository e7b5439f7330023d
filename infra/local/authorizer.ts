import { formatArn } from '../template/arns.ts';
import type { Principal as Identity } from './credentials.ts';
import type { Deployment } from './deployment/deployment.ts';
import { findRole, readIdentityKind } from './deployment/identities.ts';
import type { DeployedRole } from './deployment/roles.ts';
import type { TableInput } from './dynamodb/table-input.ts';
import { type TableRequest as Asking, parseTableRequests } from './dynamodb/table-requests.ts';
import { listAssumeRoleRequests } from './iam/assume-role.ts';
import type { RequestContext } from './iam/context.ts';
import { createEnhancedFlowPolicies } from './iam/enhanced-flow.ts';
import { type Decision, evaluate, type Policies } from './iam/evaluate.ts';
import { formatPrincipal } from './iam/principal.ts';
import type { Request } from './iam/request.ts';
import type { RoleSession } from './roles.ts';

/** A request to IAM and its decision. If several requests must all be allowed, this is the first that is not. */
export interface Judgement {
  readonly allowed: boolean;
  readonly request: Request;
  readonly decision: Decision;
  /** Present if there were several: those up to the first that is denied, in order. */
  readonly several?: readonly Judgement[];
}

/** A request whose form is not understood here, and which is therefore denied. */
export interface NotJudged {
  readonly allowed: false;
  readonly reason: string;
}

/** IAM of the local stack: the policies in the template answer each question. */
export interface Authorizer {
  /** Returns whether an identity of the identity pool may call the API; `path` is the path as called. */
  readonly invokeRoute: (identity: Identity, call: { method: string; path: string }) => Judgement | NotJudged;
  /** Returns whether the API may invoke a function for a route. */
  readonly invokeFunction: (functionArn: string, routeKey: string) => Judgement | NotJudged;
  /** Returns whether EventBridge may invoke a function for a schedule. */
  readonly invokeBySchedule: (functionArn: string, ruleArn: string) => Judgement | NotJudged;
  /** Returns whether a session may assume a role with these tags. */
  readonly takeRole: (session: RoleSession, roleArn: string, tags: RoleSession['tags']) => Judgement | NotJudged;
  /** Returns whether an identity may assume the role that the identity pool has for it. */
  readonly takeRoleOfPool: (identity: Identity) => Judgement | NotJudged;
  /** Returns whether a session may perform a DynamoDB operation. */
  readonly askTable: (session: RoleSession, operation: string, asked: TableInput) => Judgement | NotJudged;
  /** Returns whether an identity of the identity pool may perform a DynamoDB operation. */
  readonly askTableAsUser: (identity: Identity, operation: string, asked: TableInput) => Judgement | NotJudged;
  /** Returns whether a session may do everything that a request to the bucket needs. */
  readonly askBucket: (session: RoleSession, asking: readonly Asking[]) => Judgement | NotJudged;
  /** Returns whether an identity of the identity pool may do everything that a request to the bucket needs. */
  readonly askBucketAsUser: (identity: Identity, asking: readonly Asking[]) => Judgement | NotJudged;
}

const provider = 'cognito-identity.amazonaws.com';

export const createAuthorizer = (deployment: Deployment): Authorizer => {
  const { accountId, region, apiId, roles, functions, table } = deployment;
  const home = { account: accountId, region };
  const apiArn = formatArn(home, 'execute-api', `${apiId}/$default`);
  const tables = { partitionKey: table.partitionKey, home };
  const ofTable = includeIfDefined('resource', table.policy);
  const ofBucket = includeIfDefined('resource', deployment.bucket?.policy);
  const findPolicies = (roleArn: string): Policies => ({ identity: roles.get(roleArn)?.policies ?? [] });
  const findTrust = (roleArn: string) => includeIfDefined('resource', roles.get(roleArn)?.trust);

  /** Judges what a session of a role asks for, by the role's policies and `others`. */
  const inSession = (session: RoleSession, asking: readonly Asking[], others: Partial<Policies>, claims = {}) => {
    const { roleArn, sessionName } = session;
    const who = { ...createContext(roles.get(roleArn), session), ...claims };
    const requests = asking.map(
      ({ action, arn, context }): Request => ({
        principal: { kind: 'RoleSession', roleArn, sessionName },
        action,
        resource: { arn, accountId },
        context: { ...who, ...context },
      }),
    );
    return judge(requests, { ...findPolicies(roleArn), ...others });
  };

  /** Judges what an identity of the pool asks for, in the session that the enhanced flow gives it. */
  const asIdentity = (identity: Identity, asking: readonly Asking[], others: Partial<Policies> = {}) => {
    const roleArn = findRole(deployment, identity);
    if (roleArn === undefined) return noRole;
    const session = { roleArn, sessionName: 'CognitoIdentityCredentials', tags: {} };
    const policies = { ...others, session: sessionPolicies[readIdentityKind(identity)] };
    return inSession(session, asking, policies, createClaims(identity));
  };

  /** Judges whether a service may invoke a function on behalf of a resource. */
  const asService = (name: string, functionArn: string, sourceArn: string) => {
    const request: Request = {
      principal: { kind: 'Service', name },
      action: 'lambda:InvokeFunction',
      resource: { arn: functionArn, accountId },
      context: { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': accountId },
    };
    return judge([request], { identity: [], ...includeIfDefined('resource', functions.get(functionArn)?.policy) });
  };

  const ofTables = (
    operation: string,
    asked: TableInput,
    judge: (asking: readonly Asking[]) => Judgement | NotJudged,
  ) => parseTableRequests(operation, asked, tables).match(judge, ({ reason }) => refuseToJudge(reason));

  return {
    invokeRoute: (identity, { method, path }) =>
      asIdentity(identity, [{ action: 'execute-api:Invoke', arn: `${apiArn}/${method}${path}`, context: {} }]),

    invokeFunction: (functionArn, routeKey) =>
      asService('apigateway.amazonaws.com', functionArn, `${apiArn}/${formatSource(routeKey)}`),

    invokeBySchedule: (functionArn, ruleArn) => asService('events.amazonaws.com', functionArn, ruleArn),

    takeRole: (session, roleArn, tags) => {
      const { sessionName } = session;
      const requests = listAssumeRoleRequests({
        principal: { kind: 'RoleSession', roleArn: session.roleArn, sessionName },
        action: 'sts:AssumeRole',
        ...{ roleArn, tags, context: createContext(roles.get(session.roleArn), session) },
      });
      return judge(requests, { ...findPolicies(session.roleArn), ...findTrust(roleArn) });
    },

    takeRoleOfPool: (identity) => {
      const roleArn = findRole(deployment, identity);
      if (roleArn === undefined) return noRole;
      const requests = listAssumeRoleRequests({
        principal: { kind: 'WebIdentity', provider },
        action: 'sts:AssumeRoleWithWebIdentity',
        ...{ roleArn, context: createClaims(identity) },
      });
      return judge(requests, { identity: [], ...findTrust(roleArn) });
    },

    askTable: (session, operation, asked) =>
      ofTables(operation, asked, (asking) => inSession(session, asking, ofTable)),

    askTableAsUser: (identity, operation, asked) =>
      ofTables(operation, asked, (asking) => asIdentity(identity, asking, ofTable)),

    askBucket: (session, asking) => inSession(session, asking, ofBucket),

    askBucketAsUser: (identity, asking) => asIdentity(identity, asking, ofBucket),
  };
};

const sessionPolicies = {
  authenticated: createEnhancedFlowPolicies('authenticated')._unsafeUnwrap(),
  unauthenticated: createEnhancedFlowPolicies('unauthenticated')._unsafeUnwrap(),
};

/** The context keys that describe the principal [IAM User Guide, "AWS global condition context keys"]. */
const createContext = (role: DeployedRole | undefined, { roleArn, tags }: RoleSession): RequestContext => ({
  'aws:PrincipalArn': roleArn,
  'aws:PrincipalAccount': roleArn.split(':')[4] ?? '',
  'aws:PrincipalType': 'AssumedRole',
  // True as on AWS: here, no request leaves the machine.
  'aws:SecureTransport': 'true',
  ...Object.fromEntries(
    Object.entries({ ...role?.tags, ...tags }).map(([key, value]) => [`aws:PrincipalTag/${key}`, value]),
  ),
});

const createClaims = ({ identityId, identityPoolId, amr }: Identity): RequestContext => ({
  [`${provider}:sub`]: identityId,
  [`${provider}:aud`]: identityPoolId,
  [`${provider}:amr`]: amr,
});

/** The end of the ARN on whose behalf an API invokes a function, such as `GET/notes/{id}`. */
const formatSource = (routeKey: string): string => {
  const [method = '', path = ''] = routeKey.split(' ');
  return path === '' ? routeKey : `${method === 'ANY' ? '*' : method}${path}`;
};

const judge = (requests: readonly Request[], policies: Policies): Judgement | NotJudged => {
  const judgements = requests.map((request): Judgement => {
    const decision = evaluate(request, policies);
    return { allowed: decision.decision === 'Allow', request, decision };
  });
  const denied = judgements.find(({ allowed }) => !allowed);
  const deciding = denied ?? judgements[0];
  if (deciding === undefined) return refuseToJudge('nothing was requested');
  const several = denied === undefined ? judgements : judgements.slice(0, judgements.indexOf(denied) + 1);
  return several.length > 1 ? { ...deciding, several } : deciding;
};

const refuseToJudge = (reason: string): NotJudged => ({ allowed: false, reason });
const noRole = refuseToJudge('the identity pool has no role for this identity');

const includeIfDefined = <K extends string, V>(name: K, value: V | undefined): { readonly [P in K]?: V } =>
  (value === undefined ? {} : { [name]: value }) as { readonly [P in K]?: V };

/** Returns why a request is denied, or `undefined` if it is allowed. */
export const explainDenial = (judgement: Judgement | NotJudged): string | undefined =>
  judgement.allowed ? undefined : explainRefusal(judgement);

/** Returns why a request is denied, in AWS's words. It names no policy: policies are for whoever runs the stack. */
export const explainRefusal = (judgement: Judgement | NotJudged): string => {
  if ('reason' in judgement)
    return `The IAM of this stack cannot evaluate the request, and denies it: ${judgement.reason}.`;
  const { principal, action, resource } = judgement.request;
  return (
    `User: ${formatPrincipal(principal)} is not authorized to perform: ${action} on ` +
    `resource: ${resource.arn} ${describeReason(judgement.decision, action)}`
  );
};

const describeReason = (decision: Decision, action: string): string =>
  decision.decision === 'ImplicitDeny'
    ? `because no ${describeMissing(decision.missing)} policy allows the ${action} action`
    : 'with an explicit deny in a policy';

const describeMissing = (missing: readonly string[]): string =>
  missing.includes('Session') ? 'session' : missing.includes('Identity') ? 'identity-based' : 'resource-based';
