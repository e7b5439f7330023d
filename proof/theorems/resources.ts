import { understood } from '../../infra/local/deployment/roles.ts';
import type { Policy } from '../../infra/local/iam/policy.ts';
import type { Principal } from '../../infra/local/iam/principal.ts';
import { ofType } from '../../infra/template/template.ts';
import { principalsToldApart, sessionOf } from '../model/principals.ts';
import { all, equal, literal, no } from '../smt/terms.ts';
import { type Claim, isFor, isGivenAnd } from './claim.ts';
import { routeKeyOf, type Subject } from './subject.ts';

const sourceArn = 'aws:SourceArn';
const sourceAccount = 'aws:SourceAccount';

/**
 * What a resource's policy lets anybody do who has no policy of their own. Not the account's root user, who may do anything in it that
 * nothing denies.
 */
const byPolicyAlone = (
  policy: Policy<'Resource'> | undefined,
  { deployment }: Subject,
  meant: readonly Principal[],
) => {
  const { accountId, roles } = deployment;
  const known = [...meant, ...[...roles.keys()].map(sessionOf)];
  return {
    policies: { identity: [], ...(policy && { resource: policy }) },
    principals: principalsToldApart(policy === undefined ? [] : [policy], accountId, known).filter(
      (who) => !(who.kind === 'AccountRoot' && who.accountId === accountId),
    ),
    ...{ accountId, premises: () => [] },
  };
};

export const ownRouteOnly = (subject: Subject): readonly Claim[] =>
  subject.served.map(({ fn, route }): Claim => {
    const api: Principal = { kind: 'Service', name: 'apigateway.amazonaws.com' };
    const arnOfRoute = `${subject.apiArn}/${route.method}${route.path}`;
    const { policies, ...claim } = byPolicyAlone(fn.policy, subject, [api]);
    return {
      theorem: 'own route only',
      about: `the function of ${routeKeyOf(route)}`,
      ...{ ...claim, policies, resource: fn.arn, keys: [sourceArn] },
      conclusion: (context, principal) =>
        principal.kind === 'Service' && principal.name === api.name
          ? all([
              isFor('lambda:InvokeFunction'),
              isGivenAnd(context, sourceArn, (text) => equal(text, literal(arnOfRoute))),
            ])
          : no,
      intended: [
        {
          request: {
            principal: api,
            action: 'lambda:InvokeFunction',
            resource: { arn: fn.arn, accountId: claim.accountId },
            context: { [sourceArn]: arnOfRoute },
          },
          policies,
        },
      ],
    };
  });

export const noDoorBesideTheRoles = (subject: Subject): readonly Claim[] => {
  const { table } = subject.deployment;
  return [
    {
      theorem: 'no door beside the roles',
      about: 'the table',
      ...byPolicyAlone(table.policy, subject, []),
      ...{ resource: table.arn, keys: [], conclusion: () => no, intended: [] },
    },
  ];
};

export const ownAlarmsOnly = (subject: Subject): readonly Claim[] =>
  ofType(subject.template, 'AWS::SNS::TopicPolicy').map(([id, { Properties }]): Claim => {
    const alarms: Principal = { kind: 'Service', name: 'cloudwatch.amazonaws.com' };
    const policy = understood(Properties.PolicyDocument, 'Resource', id);
    const [topic = ''] = Properties.Topics;
    const { policies, ...claim } = byPolicyAlone(policy, subject, [alarms]);
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
