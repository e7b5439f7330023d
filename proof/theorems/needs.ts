import type { DeployedRole } from '../../infra/local/deployment/roles.ts';
import type { Policies } from '../../infra/local/iam/evaluate.ts';
import { sessionOf } from '../model/principals.ts';
import { asked, isBelow } from '../model/request.ts';
import { anyText, exactly, isIn, sequence } from '../smt/languages.ts';
import { all, equal, literal, some, type Term } from '../smt/terms.ts';
import { type Claim, isFor, type Question, trustOfAccount } from './claim.ts';
import { routeKeyOf, type Served, type Subject } from './subject.ts';
import { questionOfRoute } from './table.ts';

const may = (actions: readonly string[], resource: Term): Term => all([isFor(...actions), resource]);
const on = (arn: string): Term => equal(asked.resource, literal(arn));

/**
 * What a role's policies allow, where every role of the account can be taken by whoever has the permission. What is of another
 * account would need its own policy's permission besides.
 */
const ofRole = (role: DeployedRole, { deployment: { accountId } }: Subject) => ({
  policies: { identity: role.policies, resource: trustOfAccount(accountId) } satisfies Policies,
  ...{ principals: [sessionOf(role.arn)], accountId, keys: [] },
  premises: () => [],
});

export const fiveRoutesOnly = (subject: Subject): readonly Claim[] => {
  const { served, usersRole, apiArn, deployment } = subject;
  // An id is any text to IAM, with slashes too.
  const calls = served.map(({ route: { method, path } }) => {
    const [before = '', after] = `${apiArn}/${method}${path}`.split(/\{[^}]+\}/);
    return after === undefined
      ? on(before)
      : isIn(asked.resource, sequence([exactly(before), anyText, exactly(after)]));
  });
  const questions = served.map(
    ({ route: { method, path } }): Question => ({
      request: {
        principal: sessionOf(usersRole.arn),
        action: 'execute-api:Invoke',
        resource: {
          arn: `${apiArn}/${method}${path.replace('{id}', '01890a5d-ac96-774b-bcce-b302099a8057')}`,
          accountId: deployment.accountId,
        },
        context: {},
      },
      policies: { identity: usersRole.policies },
    }),
  );
  return [
    {
      theorem: 'five routes only',
      about: 'the users’ role',
      ...ofRole(usersRole, subject),
      conclusion: () => may(['execute-api:Invoke'], some(calls)),
      intended: questions,
    },
  ];
};

export const ownActionOnly = (subject: Subject): readonly Claim[] =>
  subject.served.flatMap((served): Claim[] =>
    served.dataRole === undefined
      ? []
      : [
          {
            theorem: 'own action only',
            about: `${served.route.function}’s data role`,
            ...ofRole(served.dataRole, subject),
            conclusion: () => may([served.route.action], on(subject.deployment.table.arn)),
            intended: [questionOfRoute(subject, served)],
          },
        ],
  );

export const ownToolsOnly = (subject: Subject): readonly Claim[] =>
  subject.served.map((served) => {
    const { executionRole, logGroupArn, fn } = served;
    return {
      theorem: 'own tools only',
      about: `the execution role of ${routeKeyOf(served.route)}`,
      ...ofRole(executionRole, subject),
      conclusion: () =>
        some([
          may(['logs:CreateLogStream', 'logs:PutLogEvents'], isBelow(`${logGroupArn}:`)),
          may(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], 'true'),
          needOf(served, subject),
        ]),
      intended: [
        {
          request: {
            principal: sessionOf(executionRole.arn),
            action: 'logs:PutLogEvents',
            resource: { arn: `${logGroupArn}:log-stream:${fn.code}`, accountId: subject.deployment.accountId },
            context: {},
          },
          policies: { identity: executionRole.policies },
        },
        ...(served.dataRole ? [] : [questionOfRoute(subject, served)]),
      ],
    } satisfies Claim;
  });

const needOf = ({ dataRole, route }: Served, { deployment: { table } }: Subject): Term =>
  dataRole === undefined
    ? may([route.action], on(table.arn))
    : may(['sts:AssumeRole', 'sts:TagSession'], on(dataRole.arn));
