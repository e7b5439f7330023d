import { isIPv6 } from 'node:net';
import fc, { type Arbitrary } from 'fast-check';
import type { Principal } from './principal.ts';
import type { Request } from './request.ts';
import {
  account,
  commonKeys,
  contextFor,
  from,
  type Key,
  leadingKeys,
  maybe,
  mostly,
  oneOrMore,
  operatorFamilies,
  otherAccount,
  sometimes,
  textPatterns,
} from './test-values.ts';

/** A request, and the documents of the policies that apply to it. */
export interface Scenario {
  readonly request: Request;
  readonly identity: readonly object[];
  readonly session: object | undefined;
  readonly resource: object | undefined;
}

/** Draws a condition of one operator and key. Some of the policy's values are the request's. */
const conditionOn = ({ context }: Request): Arbitrary<readonly [operator: string, key: string, values: unknown]> =>
  from(operatorFamilies).chain(({ names, keys, values }) =>
    from(keys).chain((key) => {
      const found = key.isTyped ? [context[key.name] ?? []].flat().map(asPolicyHasIt) : [];
      return fc
        .record({
          name: from(names),
          values: oneOrMore(found.length > 0 ? fc.oneof(from(found), values) : values),
          set: from(['ForAllValues:', 'ForAnyValue:']),
          // Set operators are for multivalued keys; sometimes one is put on another key by mistake.
          isFitting: sometimes(85),
          ifExists: sometimes(20),
          inCapitals: sometimes(10),
        })
        .map((drawn) => {
          const set = key.multivalued === drawn.isFitting ? drawn.set : '';
          const operator = drawn.name === 'Null' ? 'Null' : `${set}${drawn.name}${drawn.ifExists ? 'IfExists' : ''}`;
          return [operator, drawn.inCapitals ? key.name.toUpperCase() : key.name, drawn.values] as const;
        });
    }),
  );

/** Writes an address as in a policy, where an IPv6 address needs a prefix length. */
const asPolicyHasIt = (value: string): string => (isIPv6(value) ? `${value}/128` : value);

const conditions = (request: Request): Arbitrary<object> =>
  from([0, 1, 1, 1, 2])
    .chain((length) => fc.array(conditionOn(request), { minLength: length, maxLength: length }))
    .map((drawn) => {
      const blocks: Record<string, Record<string, unknown>> = {};
      for (const [operator, key, values] of drawn) blocks[operator] = { ...blocks[operator], [key]: values };
      return drawn.length === 0 ? {} : { Condition: blocks };
    });

/** What requests ask for, and what policies say about it. */
interface Subject {
  readonly keys: readonly Key[];
  readonly actions: readonly string[];
  readonly resources: Arbitrary<string>;
  readonly actionPatterns: readonly string[];
  readonly resourcePatterns: Arbitrary<string>;
}
const objects: Subject = {
  keys: commonKeys,
  actions: ['s3:GetObject', 's3:PutObject', 'S3:getobject'],
  resources: fc
    .string({ unit: from([...'ab:/$A']), minLength: 1, maxLength: 5 })
    .map((key) => `arn:aws:s3:::bucket/${key}`),
  actionPatterns: ['s3:*Object', 's3:*', '*', 's3:GetObject', 's3:Get*', 'S3:?etobject', 's3:Put*', 'dynamodb:*'],
  resourcePatterns: fc.oneof(
    from(['*', 'arn:aws:s3:::bucket/*', 'arn:*:s3:*:*:bucket/*', 'arn:aws:s3:::*', 'arn:aws:s3:::other/*']),
    textPatterns.map((key) => `arn:aws:s3:::bucket/${key}`),
    mostly(
      textPatterns.map((key) => `arn:aws:s3:::bucket/${key}*`),
      from(['arn:aws:s3:*:bucket/*', 'arn:aws:s3:*']),
    ),
  ),
};
const items: Subject = {
  keys: [...commonKeys, ...leadingKeys],
  actions: ['dynamodb:GetItem', 'dynamodb:Query'],
  resources: from(['notes', 'a', 'b']).map((name) => `arn:aws:dynamodb:eu-west-1:${account}:table/${name}`),
  actionPatterns: ['dynamodb:GetItem', 'dynamodb:*', 'dynamodb:Q????', 'DynamoDB:*E*', '*', '*', 's3:*'],
  resourcePatterns: fc.oneof(
    from(['*', 'arn:aws:dynamodb:*:*:table/*', `arn:aws:dynamodb:eu-west-1:${account}:table/notes`]),
    fc
      .tuple(from(['e*1', 'e*2', 'eu?west-1', '*', 'eu-west-1']), from(['*', account, '1*2']), textPatterns)
      .map(([region, owner, name]) => `arn:aws:dynamodb:${region}:${owner}:table/${name}`),
    mostly(from(['arn:aws:dynamodb:*:*:*']), from(['arn:aws:dynamodb:*', 'arn:aws:dynamodb:e*:table/*'])),
  ),
};
const roles: Subject = {
  keys: commonKeys,
  actions: ['sts:AssumeRole', 'sts:TagSession', 'sts:AssumeRoleWithWebIdentity'],
  resources: fc.constant(`arn:aws:iam::${account}:role/T`),
  actionPatterns: ['sts:AssumeRole', 'sts:TagSession', 'sts:*', 'sts:*', 'STS:assume*'],
  resourcePatterns: from([
    ...[`arn:aws:iam::${account}:role/T`, '*', `arn:aws:iam::${account}:role/*`, 'arn:aws:iam::*:role/?'],
    `arn:aws:iam::${otherAccount}:role/*`,
  ]),
};

const roleArn = (of: string) => `arn:aws:iam::${of}:role/R`;
const principals: readonly Principal[] = [
  { kind: 'RoleSession', roleArn: roleArn(account), sessionName: 's' },
  { kind: 'RoleSession', roleArn: roleArn(account), sessionName: 's' },
  { kind: 'RoleSession', roleArn: roleArn(otherAccount), sessionName: 's' },
  { kind: 'User', arn: `arn:aws:iam::${account}:user/u` },
  { kind: 'AccountRoot', accountId: account },
  { kind: 'Service', name: 'lambda.amazonaws.com' },
  { kind: 'WebIdentity', provider: 'cognito-identity.amazonaws.com' },
  { kind: 'Anonymous' },
];
const names = {
  AWS: from([
    ...['*', account, otherAccount, `arn:aws:iam::${account}:root`, roleArn(account), roleArn(otherAccount)],
    ...[`arn:aws:sts::${account}:assumed-role/R/s`, `arn:aws:sts::${account}:assumed-role/R/t`],
    ...[`arn:aws:iam::${account}:user/u`, `arn:aws:iam::${account}:user/U`],
  ]),
  Service: from(['lambda.amazonaws.com', 'apigateway.amazonaws.com']),
  Federated: from(['cognito-identity.amazonaws.com', 'accounts.google.com']),
};
const principalElement = ({ principal }: Request): Arbitrary<unknown> => {
  const everyKind = fc.record({
    AWS: oneOrMore(names.AWS),
    Service: oneOrMore(names.Service),
    Federated: oneOrMore(names.Federated),
  });
  const own = {
    RoleSession: { AWS: [roleArn(account), roleArn(otherAccount)] },
    User: { AWS: `arn:aws:iam::${account}:user/u` },
    AccountRoot: { AWS: account },
    Service: { Service: 'lambda.amazonaws.com' },
    WebIdentity: { Federated: 'cognito-identity.amazonaws.com' },
    Anonymous: { AWS: '*' },
  };
  const ofAws = oneOrMore(names.AWS).map((AWS) => ({ AWS }));
  return fc.oneof<Arbitrary<unknown>[]>(fc.constant('*'), ofAws, ofAws, everyKind, fc.constant(own[principal.kind]));
};

type Form = 'Identity' | 'Resource' | 'Trust';

const statement = (form: Form, subject: Subject, request: Request): Arbitrary<object> => {
  const [service] = request.action.split(':');
  return fc
    .record({
      effect: from(['Allow', 'Allow', 'Allow', 'Allow', 'Deny']),
      actions: oneOrMore(fc.oneof(from(subject.actionPatterns), from([request.action, `${service}:*`]))),
      notAction: sometimes(form === 'Trust' ? 0 : 5),
      resources: oneOrMore(fc.oneof(from([request.resource.arn, '*']), subject.resourcePatterns)),
      notResource: sometimes(5),
      principal: principalElement(request),
      block: conditions(request),
    })
    .map(({ effect, actions, notAction, resources, notResource, principal, block }) => ({
      Effect: effect,
      [notAction ? 'NotAction' : 'Action']: actions,
      ...(form !== 'Trust' && { [notResource ? 'NotResource' : 'Resource']: resources }),
      ...(form !== 'Identity' && { Principal: principal }),
      ...block,
    }));
};

const policy = (form: Form, subject: Subject, request: Request): Arbitrary<object> =>
  fc
    .record({ Statement: oneOrMore(statement(form, subject, request)), isOld: sometimes(3) })
    .map(({ Statement, isOld }) => ({ ...(!isOld && { Version: '2012-10-17' }), Statement }));

const requestFor = (subject: Subject): Arbitrary<Request> =>
  fc.record({
    principal: from(principals),
    action: from(subject.actions),
    resource: subject.resources.map((arn) => ({ arn, accountId: account })),
    context: contextFor(subject.keys),
  });

/** Only principals of an account have policies of their own, and only a session has session policies. */
export const someScenario: Arbitrary<Scenario> = from([objects, items, roles]).chain((subject) =>
  requestFor(subject).chain((request) =>
    fc
      .record({
        identity: fc.array(policy('Identity', subject, request), { maxLength: 2 }),
        session: maybe(20, policy('Identity', subject, request)),
        resource:
          subject === roles ? policy('Trust', subject, request) : maybe(50, policy('Resource', subject, request)),
      })
      .map(({ identity, session, resource }) => ({
        request,
        identity: ['RoleSession', 'User', 'AccountRoot'].includes(request.principal.kind) ? identity : [],
        session: request.principal.kind === 'RoleSession' ? session : undefined,
        resource,
      })),
  ),
);
