// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are IAM's variables.
import { describe, expect, test } from 'vitest';
import type { RequestContext } from './context.ts';
import { type Decision, evaluate } from './evaluate.ts';
import { parsePolicy } from './parse-policy.ts';
import type { PolicyKind } from './policy.ts';
import type { Principal } from './principal.ts';
import type { Request } from './request.ts';

const account = '123456789012';
const other = '999999999999';
const roleOf = (of: string) => `arn:aws:iam::${of}:role/R`;
const object = { arn: 'arn:aws:s3:::bucket/key', accountId: account };
const target = { arn: `arn:aws:iam::${account}:role/T`, accountId: account };

const principals = {
  session: { kind: 'RoleSession', roleArn: roleOf(account), sessionName: 's' },
  sessionElsewhere: { kind: 'RoleSession', roleArn: roleOf(other), sessionName: 's' },
  user: { kind: 'User', arn: `arn:aws:iam::${account}:user/u` },
  root: { kind: 'AccountRoot', accountId: account },
  rootElsewhere: { kind: 'AccountRoot', accountId: other },
  service: { kind: 'Service', name: 'lambda.amazonaws.com' },
  webIdentity: { kind: 'WebIdentity', provider: 'cognito-identity.amazonaws.com' },
  anonymous: { kind: 'Anonymous' },
} satisfies Record<string, Principal>;

const document = <K extends PolicyKind>(kind: K, ...Statement: object[]) =>
  parsePolicy({ Version: '2012-10-17', Statement }, { kind, name: kind })._unsafeUnwrap();
const all = { Action: '*', Resource: '*' };
const everything = document('Identity', { Effect: 'Allow', ...all });
const nothing = document('Identity', { Effect: 'Allow', Action: 'sqs:*', Resource: '*' });

interface Given {
  readonly action?: string;
  readonly resource?: Request['resource'];
  readonly context?: RequestContext;
  readonly identity?: readonly (typeof everything)[];
  /** The principals that the resource's policy allows everything, or whom the role's trust policy lets assume it. */
  readonly trusted?: unknown;
  readonly session?: object;
}

const decide = (principal: Principal, given: Given = {}): Decision => {
  const { resource = object, action = 's3:GetObject', context = {}, identity = [], trusted, session } = given;
  const kind = resource === target ? 'Trust' : 'Resource';
  const allowed = kind === 'Trust' ? { Action: 'sts:*' } : all;
  return evaluate(
    { principal, action, resource, context },
    {
      identity,
      ...(trusted !== undefined && { resource: document(kind, { Effect: 'Allow', ...allowed, Principal: trusted }) }),
      ...(session && { session: [document('Session', { Effect: 'Allow', Resource: '*', ...session })] }),
    },
  );
};
/** Returns the decision, or for an implicit denial the kinds of policies that are missing. */
const inShort = (decision: Decision): string =>
  decision.decision === 'ImplicitDeny' ? decision.missing.join(' and ') : decision.decision;

describe('by identity policies [IAM User Guide, "Policy evaluation logic"]', () => {
  test('a request that no statement allows is denied', () => {
    expect(inShort(decide(principals.session))).toBe('Identity');
    expect(inShort(decide(principals.session, { identity: [nothing] }))).toBe('Identity');
    expect(inShort(decide(principals.session, { identity: [everything] }))).toBe('Allow');
    expect(inShort(decide(principals.user, { identity: [nothing, everything] }))).toBe('Allow');
  });

  test('a denying statement wins, whichever policy it is in', () => {
    const deny = { Effect: 'Deny', ...all };
    const allow = { Effect: 'Allow', ...all };
    const request = { principal: principals.session, action: 's3:GetObject', resource: object, context: {} };
    const identity = [document('Identity', allow, allow)];
    const session = [document('Session', allow)];
    const resource = document('Resource', { ...allow, Principal: '*' });
    const decisions = [
      evaluate(request, { identity, session, resource }),
      evaluate(request, { identity: [...identity, document('Identity', deny)], session, resource }),
      evaluate(request, { identity, session: [document('Session', allow, deny)], resource }),
      evaluate(request, { identity, session, resource: document('Resource', { ...deny, Principal: '*' }) }),
    ];
    expect(decisions.map(inShort)).toEqual(['Allow', 'ExplicitDeny', 'ExplicitDeny', 'ExplicitDeny']);
  });

  test('a denying statement that does not apply denies nothing', () => {
    const others = document(
      'Identity',
      { Effect: 'Deny', Action: 's3:Put*', Resource: '*' },
      { Effect: 'Deny', Action: '*', Resource: 'arn:aws:s3:::other/*' },
      { Effect: 'Deny', ...all, Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    );
    const identity = [everything, others];
    expect(inShort(decide(principals.session, { identity }))).toBe('Allow');
    expect(inShort(decide(principals.session, { identity, context: { 'aws:SecureTransport': 'false' } }))).toBe(
      'ExplicitDeny',
    );
    const denied = document('Resource', { Effect: 'Deny', ...all, Principal: { AWS: roleOf(other) } });
    const request = { principal: principals.session, action: 's3:GetObject', resource: object, context: {} };
    expect(inShort(evaluate(request, { identity, resource: denied }))).toBe('Allow');
  });

  test.each([
    ['S3:getobject', { Action: 's3:GetObject' }, 'Allow'],
    ['s3:GetObject', { Action: ['s3:Put*', 's3:?etObject'] }, 'Allow'],
    ['s3:GetObjectTagging', { Action: 's3:GetObject' }, 'Identity'],
    ['s3:GetObject', { NotAction: 's3:Put*' }, 'Allow'],
    ['s3:GetObject', { NotAction: ['s3:Put*', 'S3:get*'] }, 'Identity'],
  ])('%s by %j: %s', (action, actions, expected) => {
    const identity = [document('Identity', { Effect: 'Allow', ...actions, Resource: '*' })];
    expect(inShort(decide(principals.user, { action, identity }))).toBe(expected);
  });

  test.each([
    [{ Resource: 'arn:aws:s3:::bucket/*' }, 'Allow'],
    [{ Resource: ['arn:aws:s3:::other/*', 'arn:aws:s3:::bucket/key'] }, 'Allow'],
    [{ Resource: 'arn:aws:s3:::BUCKET/key' }, 'Identity'],
    [{ NotResource: 'arn:aws:s3:::other/*' }, 'Allow'],
    [{ NotResource: ['arn:aws:s3:::other/*', 'arn:aws:s3:::bucket/*'] }, 'Identity'],
    [{ Resource: 'arn:aws:s3:::bucket/${aws:username}' }, 'Identity'],
    // A resource with a variable that has no value matches none, so every resource is `NotResource` ["Policy variables
    // with no value"].
    [{ NotResource: 'arn:aws:s3:::bucket/${aws:username}' }, 'Allow'],
    [{ NotResource: '*' }, 'Identity'],
  ])('%j: %s', (resources, expected) => {
    const identity = [document('Identity', { Effect: 'Allow', Action: '*', ...resources })];
    expect(inShort(decide(principals.user, { identity }))).toBe(expected);
  });

  test('the root user may do everything in its account that is not denied', () => {
    expect(inShort(decide(principals.root))).toBe('Allow');
    expect(inShort(decide(principals.rootElsewhere))).toBe('Resource');
    expect(inShort(decide(principals.rootElsewhere, { trusted: { AWS: other } }))).toBe('Allow');
    const denied = document('Resource', { Effect: 'Deny', ...all, Principal: { AWS: account } });
    const request = { principal: principals.root, action: 's3:GetObject', resource: object, context: {} };
    expect(inShort(evaluate(request, { identity: [], resource: denied }))).toBe('ExplicitDeny');
  });
});

/**
 * A principal, whom a policy names, and the decisions without identity policies and with one that allows everything.
 */
type Grants = [who: keyof typeof principals, named: unknown, alone: string, withIdentity: string];

const names = {
  role: { AWS: roleOf(account) },
  roleElsewhere: { AWS: roleOf(other) },
  session: { AWS: `arn:aws:sts::${account}:assumed-role/R/s` },
  anotherSession: { AWS: `arn:aws:sts::${account}:assumed-role/R/t` },
  sessionElsewhere: { AWS: `arn:aws:sts::${other}:assumed-role/R/s` },
  user: { AWS: `arn:aws:iam::${account}:user/u` },
  anotherUser: { AWS: `arn:aws:iam::${account}:user/U` },
  root: { AWS: `arn:aws:iam::${account}:root` },
  service: { Service: 'lambda.amazonaws.com' },
  anotherService: { Service: 'sns.amazonaws.com' },
  provider: { Federated: 'cognito-identity.amazonaws.com' },
  asService: { Service: 'cognito-identity.amazonaws.com' },
};

describe('by the policy of a resource of the same account [IAM User Guide, "Policy evaluation logic"]', () => {
  test.each<Grants>([
    ['session', names.role, 'Allow', 'Allow'],
    ['session', names.session, 'Allow', 'Allow'],
    ['session', '*', 'Allow', 'Allow'],
    ['session', { AWS: '*' }, 'Allow', 'Allow'],
    ['session', { AWS: account }, 'Identity', 'Allow'],
    ['session', names.root, 'Identity', 'Allow'],
    ['session', names.anotherSession, 'Identity', 'Allow'],
    ['session', names.roleElsewhere, 'Identity', 'Allow'],
    ['session', names.user, 'Identity', 'Allow'],
    ['session', names.service, 'Identity', 'Allow'],
    ['session', { AWS: [other, roleOf(account)] }, 'Allow', 'Allow'],
    ['session', { AWS: [account, roleOf(account)] }, 'Allow', 'Allow'],
    ['user', names.user, 'Allow', 'Allow'],
    ['user', names.anotherUser, 'Identity', 'Allow'],
    ['user', { AWS: account }, 'Identity', 'Allow'],
    ['user', names.role, 'Identity', 'Allow'],
    ['user', '*', 'Allow', 'Allow'],
  ])('%s, if the policy names %j: %s, and with identity policies %s', (who, trusted, alone, withIdentity) => {
    expect(inShort(decide(principals[who], { trusted }))).toBe(alone);
    expect(inShort(decide(principals[who], { trusted, identity: [everything] }))).toBe(withIdentity);
  });

  test.each<[who: keyof typeof principals, named: unknown, decision: string]>([
    ['service', names.service, 'Allow'],
    ['service', names.anotherService, 'Resource'],
    ['service', { AWS: account }, 'Resource'],
    ['service', '*', 'Allow'],
    ['webIdentity', names.provider, 'Allow'],
    ['webIdentity', names.asService, 'Resource'],
    ['anonymous', '*', 'Allow'],
    ['anonymous', { AWS: '*' }, 'Allow'],
    ['anonymous', { AWS: account }, 'Resource'],
    ['anonymous', undefined, 'Resource'],
  ])('%s, which has no identity policies, if the policy names %j: %s', (who, trusted, decision) => {
    expect(inShort(decide(principals[who], { trusted }))).toBe(decision);
  });

  test('a role is matched with its path, and its session without one', () => {
    const principal = { ...principals.session, roleArn: `arn:aws:iam::${account}:role/a/b/R` };
    expect(inShort(decide(principal, { trusted: { AWS: `arn:aws:iam::${account}:role/a/b/R` } }))).toBe('Allow');
    expect(inShort(decide(principal, { trusted: names.role }))).toBe('Identity');
    expect(inShort(decide(principal, { trusted: names.session }))).toBe('Allow');
  });
});

describe('by the policy of a resource of another account [IAM User Guide, "Cross-account policy evaluation logic"]', () => {
  test.each<Grants>([
    ['sessionElsewhere', names.roleElsewhere, 'Identity', 'Allow'],
    ['sessionElsewhere', names.sessionElsewhere, 'Identity', 'Allow'],
    ['sessionElsewhere', { AWS: other }, 'Identity', 'Allow'],
    ['sessionElsewhere', '*', 'Identity', 'Allow'],
    ['sessionElsewhere', names.role, 'Resource and Identity', 'Resource'],
    ['sessionElsewhere', { AWS: account }, 'Resource and Identity', 'Resource'],
    ['sessionElsewhere', undefined, 'Resource and Identity', 'Resource'],
  ])('%s, if the policy names %j: %s, and with identity policies %s', (who, trusted, alone, withIdentity) => {
    expect(inShort(decide(principals[who], { trusted }))).toBe(alone);
    expect(inShort(decide(principals[who], { trusted, identity: [everything] }))).toBe(withIdentity);
  });
});

describe('by the trust policy of a role [IAM User Guide, "How IAM roles differ from resource-based policies"]', () => {
  const take = { resource: target, action: 'sts:AssumeRole' };

  test.each<Grants>([
    ['session', names.role, 'Allow', 'Allow'],
    ['session', names.session, 'Allow', 'Allow'],
    ['session', '*', 'Allow', 'Allow'],
    // A trusted account decides by the policies of its identities.
    ['session', { AWS: account }, 'Identity', 'Allow'],
    ['session', names.root, 'Identity', 'Allow'],
    // And the principal must be trusted, whatever its identity policies.
    ['session', names.anotherSession, 'Trust', 'Trust'],
    ['session', names.roleElsewhere, 'Trust', 'Trust'],
    ['session', undefined, 'Trust', 'Trust'],
    ['user', names.user, 'Allow', 'Allow'],
    ['user', { AWS: account }, 'Identity', 'Allow'],
    ['user', names.role, 'Trust', 'Trust'],
    ['root', names.root, 'Allow', 'Allow'],
    ['root', names.role, 'Trust', 'Trust'],
    ['sessionElsewhere', names.roleElsewhere, 'Identity', 'Allow'],
    ['sessionElsewhere', { AWS: other }, 'Identity', 'Allow'],
    ['sessionElsewhere', names.role, 'Trust and Identity', 'Trust'],
  ])('%s, if the policy names %j: %s, and with identity policies %s', (who, trusted, alone, withIdentity) => {
    expect(inShort(decide(principals[who], { ...take, trusted }))).toBe(alone);
    expect(inShort(decide(principals[who], { ...take, trusted, identity: [everything] }))).toBe(withIdentity);
  });

  test.each<[who: keyof typeof principals, named: unknown, decision: string]>([
    ['service', names.service, 'Allow'],
    ['service', names.anotherService, 'Trust'],
    ['webIdentity', names.provider, 'Allow'],
    ['webIdentity', { Federated: 'accounts.google.com' }, 'Trust'],
    ['webIdentity', names.asService, 'Trust'],
    ['anonymous', names.provider, 'Trust'],
  ])('%s, which has no identity policies, if the policy names %j: %s', (who, trusted, decision) => {
    expect(inShort(decide(principals[who], { ...take, action: 'sts:AssumeRoleWithWebIdentity', trusted }))).toBe(
      decision,
    );
  });

  test('is required for every STS action on a role, and for nothing else', () => {
    const of = (action: string, arn: string) =>
      inShort(decide(principals.session, { action, resource: { arn, accountId: account }, identity: [everything] }));
    expect(of('STS:tagsession', target.arn)).toBe('Trust');
    expect(of('sts:AssumeRole', `arn:aws-cn:iam::${account}:role/a/b/T`)).toBe('Trust');
    expect(of('sts:GetFederationToken', `arn:aws:sts::${account}:federated-user/u`)).toBe('Allow');
    expect(of('sts:GetCallerIdentity', '*')).toBe('Allow');
    expect(of('sts:GetCallerIdentity', `arn:aws:s3:::bucket/${target.arn}`)).toBe('Allow');
    expect(of('iam:PassRole', target.arn)).toBe('Allow');
    expect(of('xsts:AssumeRole', target.arn)).toBe('Allow');
  });

  test('may have conditions on the session tags', () => {
    const trust = document('Trust', {
      Effect: 'Allow',
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Principal: names.role,
      Condition: {
        StringLike: { 'aws:RequestTag/owner': '?*' },
        'ForAllValues:StringEquals': { 'aws:TagKeys': ['owner'] },
        Null: { 'aws:TagKeys': 'false' },
      },
    });
    const taken = (context: RequestContext) =>
      inShort(evaluate({ principal: principals.session, ...take, context }, { identity: [], resource: trust }));
    expect(taken({ 'aws:RequestTag/owner': 'ann', 'aws:TagKeys': ['owner'] })).toBe('Allow');
    expect(taken({ 'aws:RequestTag/owner': 'ann', 'aws:RequestTag/a': 'b', 'aws:TagKeys': ['owner', 'a'] })).toBe(
      'Trust',
    );
    expect(taken({ 'aws:RequestTag/owner': '', 'aws:TagKeys': ['owner'] })).toBe('Trust');
    expect(taken({ 'aws:RequestTag/Owner': 'ann', 'aws:TagKeys': ['Owner'] })).toBe('Trust');
    expect(taken({})).toBe('Trust');
  });
});

describe('session policies [IAM User Guide, "Policies and permissions in AWS Identity and Access Management"]', () => {
  const allowing = { Action: 's3:*' };
  const narrow = { Action: 'sqs:*' };

  test('limit what the identity policies allow, and allow nothing themselves', () => {
    expect(inShort(decide(principals.session, { identity: [everything], session: allowing }))).toBe('Allow');
    expect(inShort(decide(principals.session, { identity: [everything], session: narrow }))).toBe('Session');
    expect(inShort(decide(principals.session, { session: allowing }))).toBe('Identity');
    expect(inShort(decide(principals.session, { session: narrow }))).toBe('Identity and Session');
  });

  test('allow whatever any of them allows', () => {
    const session = [allowing, narrow].map((each) => document('Session', { Effect: 'Allow', Resource: '*', ...each }));
    const request = { principal: principals.session, action: 's3:GetObject', resource: object, context: {} };
    expect(inShort(evaluate(request, { identity: [everything], session }))).toBe('Allow');
  });

  test.each<[named: unknown, decision: string]>([
    // Session policies do not limit what is granted to the session or to everyone, but do limit what is granted to its
    // role.
    [names.session, 'Allow'],
    ['*', 'Allow'],
    [names.role, 'Session'],
    [{ AWS: account }, 'Identity and Session'],
    [undefined, 'Identity and Session'],
  ])('that do not allow it, with a resource policy that names %j: %s', (trusted, decision) => {
    expect(inShort(decide(principals.session, { trusted, session: narrow }))).toBe(decision);
  });

  test('that allow it do not take away what is granted to the role', () => {
    expect(inShort(decide(principals.session, { trusted: names.role, session: allowing }))).toBe('Allow');
    const take = { resource: target, action: 'sts:AssumeRole' };
    expect(inShort(decide(principals.session, { ...take, trusted: names.role, session: { Action: 'sts:*' } }))).toBe(
      'Allow',
    );
    expect(inShort(decide(principals.session, { ...take, trusted: names.role, session: narrow }))).toBe('Session');
  });

  test('apply across accounts, too', () => {
    const given = { trusted: '*', identity: [everything] };
    expect(inShort(decide(principals.sessionElsewhere, { ...given, session: allowing }))).toBe('Allow');
    expect(inShort(decide(principals.sessionElsewhere, { ...given, session: narrow }))).toBe('Session');
  });
});
