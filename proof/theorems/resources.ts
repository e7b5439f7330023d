import type { DeployedFunction } from '../../infra/local/deployment/functions.ts';
import { parseOrThrow } from '../../infra/local/deployment/roles.ts';
import type { Policy } from '../../infra/local/iam/policy.ts';
import type { Principal } from '../../infra/local/iam/principal.ts';
import { findResources } from '../../infra/template/template.ts';
import { listPrincipals, sessionOf } from '../model/principals.ts';
import { all, equal, literal, no } from '../smt/terms.ts';
import { type Claim, isFor, isGivenAnd } from './claim.ts';
import { routeKeyOf, type Subject } from './subject.ts';

const sourceArn = 'aws:SourceArn';
const sourceAccount = 'aws:SourceAccount';

/**
 * Returns the base of a claim about what a resource's policy alone allows principals that have no policy of their own.
 * It excludes the account's root user, who may do anything there that nothing denies.
 */
export const claimByPolicyAlone = (
  policy: Policy<'Resource'> | undefined,
  { deployment }: Subject,
  meant: readonly Principal[],
) => {
  const { accountId, roles } = deployment;
  const known = [...meant, ...[...roles.keys()].map(sessionOf)];
  return {
    policies: { identity: [], ...(policy && { resource: policy }) },
    principals: listPrincipals(policy === undefined ? [] : [policy], accountId, known).filter(
      (who) => !(who.kind === 'AccountRoot' && who.accountId === accountId),
    ),
    ...{ accountId, premises: () => [] },
  };
};

/** Claims that a function's own policy lets one service invoke it for one resource of the account, and nobody else. */
const invokedFor = (
  subject: Subject,
  fn: DeployedFunction,
  service: string,
  source: string,
): Omit<Claim, 'theorem' | 'about'> => {
  const meant: Principal = { kind: 'Service', name: service };
  const { policies, ...claim } = claimByPolicyAlone(fn.policy, subject, [meant]);
  return {
    ...{ ...claim, policies, resource: fn.arn, keys: [sourceArn] },
    conclusion: (context, principal) =>
      principal.kind === 'Service' && principal.name === service
        ? all([isFor('lambda:InvokeFunction'), isGivenAnd(context, sourceArn, (text) => equal(text, literal(source)))])
        : no,
    intended: [
      {
        request: {
          principal: meant,
          action: 'lambda:InvokeFunction',
          resource: { arn: fn.arn, accountId: claim.accountId },
          context: { [sourceArn]: source },
        },
        policies,
      },
    ],
  };
};

export const ownRouteOnly = (subject: Subject): readonly Claim[] =>
  subject.served.map(({ fn, route }) => ({
    theorem: 'own route only',
    about: `the function of ${routeKeyOf(route)}`,
    ...invokedFor(subject, fn, 'apigateway.amazonaws.com', `${subject.apiArn}/${route.method}${route.path}`),
  }));

export const ownScheduleOnly = (subject: Subject): readonly Claim[] =>
  subject.sweep === undefined
    ? []
    : [
        {
          theorem: 'own schedule only',
          about: 'the sweep',
          ...invokedFor(subject, subject.sweep.fn, 'events.amazonaws.com', subject.sweep.ruleArn),
        },
      ];

export const noWayBesideTheRoles = (subject: Subject): readonly Claim[] => {
  const { table, bucket } = subject.deployment;
  const door = (about: string, policy: Policy<'Resource'> | undefined): Claim => ({
    theorem: 'no door beside the roles',
    about,
    ...claimByPolicyAlone(policy, subject, []),
    ...{ keys: [], conclusion: () => no, intended: [] },
  });
  return [
    { ...door('the table', table.policy), resource: table.arn },
    ...(bucket === undefined ? [] : [door('the bucket', bucket.policy)]),
  ];
};

export const ownAlarmsOnly = (subject: Subject): readonly Claim[] =>
  findResources(subject.template, 'AWS::SNS::TopicPolicy').map(([id, { Properties }]): Claim => {
    const alarms: Principal = { kind: 'Service', name: 'cloudwatch.amazonaws.com' };
    const policy = parseOrThrow(Properties.PolicyDocument, 'Resource', id);
    const [topic = ''] = Properties.Topics;
    const { policies, ...claim } = claimByPolicyAlone(policy, subject, [alarms]);
    return {
      theorem: 'own alarms only',
      about: id,
      ...{ ...claim, policies, resource: topic, keys: [sourceAccount] },
      conclusion: (context, principal) =>
        principal.kind === 'Service' && principal.name === alarms.name
          ? all([
              isFor('sns:Publish'),
              isGivenAnd(context, sourceAccount, (text) => equal(text, literal(claim.accountId))),
            ])
          : no,
      intended: [
        {
          request: {
            principal: alarms,
            action: 'sns:Publish',
            resource: { arn: topic, accountId: claim.accountId },
            context: { [sourceAccount]: claim.accountId },
          },
          policies,
        },
      ],
    };
  });
