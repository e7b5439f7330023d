import type { DeployedRole } from '../../infra/local/deployment/roles.ts';
import type { Policies } from '../../infra/local/iam/evaluate.ts';
import type { SymbolicContext } from '../model/context.ts';
import { sessionOf } from '../model/principals.ts';
import { isBelow } from '../model/request.ts';
import { some, type Term } from '../smt/terms.ts';
import { type Claim, may, on, type Question, trustOfAccount } from './claim.ts';
import { needOfWriter, questionsOfWriter } from './page.ts';
import type { DeployedPage } from './page-of-template.ts';
import type { RunningFunction, Served, Subject, Sweep } from './subject.ts';
import { keysOfSweep, listsOwners, namesOfAll, questionsOfSweep } from './sweep-needs.ts';
import { questionOfRoute } from './table.ts';

/**
 * What a role's policies allow, where every role of the account can be taken by whoever has the permission. What is of another
 * account would need its own policy's permission besides.
 */
export const ofRole = (role: DeployedRole, { deployment: { accountId } }: Subject) => ({
  policies: { identity: role.policies, resource: trustOfAccount(accountId) } satisfies Policies,
  ...{ principals: [sessionOf(role.arn)], accountId, keys: [] },
  premises: () => [],
});

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

export const ownToolsOnly = (subject: Subject): readonly Claim[] => [
  ...subject.served.map((served) =>
    toolsOf(subject, served, () => needOf(served, subject), served.dataRole ? [] : [questionOfRoute(subject, served)]),
  ),
  ...(subject.sweep === undefined ? [] : [toolsOfSweep(subject, subject.sweep)]),
  ...(subject.page === undefined ? [] : [toolsOfWriter(subject, subject.page)]),
];

const toolsOfSweep = (subject: Subject, sweep: Sweep): Claim => {
  const { dataRole, executionRole } = sweep;
  const need = (context: SymbolicContext) =>
    some([listsOwners(subject, context), needOfSweep(subject, sweep, context)]);
  const questions = questionsOfSweep(subject, executionRole).filter(
    ({ about }) => about === 'owners' || dataRole === undefined,
  );
  return { ...toolsOf(subject, sweep, need, questions), keys: keysOfSweep };
};

const toolsOfWriter = (subject: Subject, page: DeployedPage): Claim =>
  toolsOf(subject, page.writer, () => needOfWriter(page), questionsOfWriter(subject, page));

/** A function has its log, traces, and what it needs besides. */
const toolsOf = (
  subject: Subject,
  { name, executionRole, logGroupArn }: RunningFunction,
  need: (context: SymbolicContext) => Term,
  questions: readonly Question[],
): Claim => ({
  theorem: 'own tools only',
  about: `the execution role of ${name}`,
  ...ofRole(executionRole, subject),
  conclusion: (context) =>
    some([
      may(['logs:CreateLogStream', 'logs:PutLogEvents'], isBelow(`${logGroupArn}:`)),
      may(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], 'true'),
      need(context),
    ]),
  intended: [
    {
      request: {
        principal: sessionOf(executionRole.arn),
        action: 'logs:PutLogEvents',
        resource: { arn: `${logGroupArn}:log-stream:${name}`, accountId: subject.deployment.accountId },
        context: {},
      },
      policies: { identity: executionRole.policies },
    },
    ...questions,
  ],
});

const takes = (role: DeployedRole): Term => may(['sts:AssumeRole', 'sts:TagSession'], on(role.arn));

const needOf = ({ dataRole, route }: Served, { deployment: { table } }: Subject): Term =>
  dataRole === undefined ? may([route.action], on(table.arn)) : takes(dataRole);

const needOfSweep = (subject: Subject, { dataRole }: Sweep, context: SymbolicContext): Term =>
  dataRole === undefined ? namesOfAll(subject, context) : takes(dataRole);
