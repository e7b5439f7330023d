import type { DeployedRole } from '../../infra/local/deployment/roles.ts';
import type { Policies } from '../../infra/local/iam/evaluate.ts';
import type { SymbolicContext } from '../model/context.ts';
import { sessionOf } from '../model/principals.ts';
import { isBelow } from '../model/request.ts';
import { some, type Term } from '../smt/terms.ts';
import { type Claim, createAccountTrust, may, on, type Question } from './claim.ts';
import { listWriterQuestions, modelWriterNeed } from './page.ts';
import type { DeployedPage } from './read-deployed-page.ts';
import type { RunningFunction, Served, Subject, Sweep } from './subject.ts';
import { keysOfSweep, listSweepQuestions, listsOwners, modelNamesOfAll } from './sweep-needs.ts';
import { createRouteQuestion } from './table.ts';

/**
 * Returns the base of a claim about what a role's policies allow, assuming that anybody with the permission can assume
 * every role of the account. A resource in another account would also need that account's own policy to permit it.
 */
export const ofRole = (role: DeployedRole, { deployment: { accountId } }: Subject) => ({
  policies: { identity: role.policies, resource: createAccountTrust(accountId) } satisfies Policies,
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
            intended: [createRouteQuestion(subject, served)],
          },
        ],
  );

export const ownToolsOnly = (subject: Subject): readonly Claim[] => [
  ...subject.served.map((served) =>
    claimOwnTools(
      subject,
      served,
      () => modelNeed(served, subject),
      served.dataRole ? [] : [createRouteQuestion(subject, served)],
    ),
  ),
  ...(subject.sweep === undefined ? [] : [claimSweepTools(subject, subject.sweep)]),
  ...(subject.page === undefined ? [] : [claimWriterTools(subject, subject.page)]),
];

const claimSweepTools = (subject: Subject, sweep: Sweep): Claim => {
  const { dataRole, executionRole } = sweep;
  const need = (context: SymbolicContext) =>
    some([listsOwners(subject, context), modelSweepNeed(subject, sweep, context)]);
  const questions = listSweepQuestions(subject, executionRole).filter(
    ({ about }) => about === 'owners' || dataRole === undefined,
  );
  return { ...claimOwnTools(subject, sweep, need, questions), keys: keysOfSweep };
};

const claimWriterTools = (subject: Subject, page: DeployedPage): Claim =>
  claimOwnTools(subject, page.writer, () => modelWriterNeed(page), listWriterQuestions(subject, page));

/** Claims that a function has its log, traces, and what else it needs. */
const claimOwnTools = (
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

const modelNeed = ({ dataRole, route }: Served, { deployment: { table } }: Subject): Term =>
  dataRole === undefined ? may([route.action], on(table.arn)) : takes(dataRole);

const modelSweepNeed = (subject: Subject, { dataRole }: Sweep, context: SymbolicContext): Term =>
  dataRole === undefined ? modelNamesOfAll(subject, context) : takes(dataRole);
