import type { Judgement, NotJudged } from '../authorizer.ts';
import { describeDecision, describeFailedElement, nameOf } from '../iam/in-words.ts';
import { formatPrincipal } from '../iam/principal.ts';
import type { Request } from '../iam/request.ts';
import type { ConsideredStatement } from '../iam/statement.ts';
import { createExplanation, type Explanation, type Section } from './explanation.ts';

/** Explains why IAM denies a request, with the statements it considered and the values that made them fail. */
export const explainDenied = (denied: Judgement | NotJudged): Explanation => {
  if ('reason' in denied)
    return createExplanation(
      'Policy.NotUnderstood',
      `The IAM of this stack cannot evaluate the request, and denies it: ${denied.reason}.`,
      'Name the table and the keys of every item as DynamoDB documents it.',
    );
  const { request, decision } = denied;
  return createExplanation(
    `Policy.${decision.decision}`,
    describeDecision(request, decision),
    advise(request, decision.statements),
    [{ title: 'What IAM was asked', lines: describeAsked(request) }, describeConsidered(decision.statements)],
  );
};

const describeAsked = ({ principal, action, resource, context }: Request): readonly string[] => [
  `principal  ${formatPrincipal(principal)}`,
  `action     ${action}`,
  `resource   ${resource.arn}`,
  ...Object.entries(context).map(([key, value]) => `${key}  ${[value].flat().join(', ')}`),
];

/** Omits statements about other actions, and counts them. */
const describeConsidered = (statements: readonly ConsideredStatement[]): Section => {
  const near = statements.filter(({ failed }) => failed?.element !== 'Action' && failed?.element !== 'NotAction');
  const others = statements.length - near.length;
  const more = others === 0 ? [] : [`${others} more ${others === 1 ? 'is' : 'are'} about other actions.`];
  return { title: 'Statements', lines: [...near.map(describeStatement), ...more] };
};

const describeStatement = (statement: ConsideredStatement): string => {
  const { effect, failed } = statement;
  const verdict = failed === undefined ? 'applies' : `does not apply: it ${describeFailedElement(failed)}`;
  return `${nameOf(statement)} (${effect}) ${verdict}`;
};

const advise = ({ action }: Request, statements: readonly ConsideredStatement[]): string => {
  const failedBy = (test: (statement: ConsideredStatement) => boolean) => statements.some(test);
  if (failedBy(({ effect, failed }) => effect === 'Deny' && failed === undefined))
    return 'A statement denies it, whatever others allow: see whether the request or the statement is wrong.';
  if (failedBy(({ failed }) => failed?.element === 'Condition' && failed.key === 'dynamodb:LeadingKeys'))
    return 'The key asked for is not the owner that the session is tagged with: see where the code takes its key from.';
  if (/^s3:/i.test(action))
    return 'A user can reach what is below private/<own identity id>/, and list it by that prefix: see which key or prefix was requested.';
  if (failedBy(({ failed }) => failed?.element === 'Condition'))
    return `See whether the request or the condition is wrong; the policies are those of infra/constructs.`;
  return `If ${action} is meant to be allowed, allow it in infra/constructs; if not, find out what requests it.`;
};
