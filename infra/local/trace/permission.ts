import type { Judgement, NotJudged } from '../authorizer.ts';
import { describeDecision, describeFailedElement, nameOf } from '../iam/in-words.ts';
import { formatPrincipal } from '../iam/principal.ts';
import type { Permission } from './trace.ts';

/** Describes a question to IAM and its decision, as the console shows it. */
export const describePermission = (judgement: Judgement | NotJudged): Permission => {
  if ('reason' in judgement) {
    const nothing = { principal: '', action: '', resource: '', context: [], statements: [] };
    return {
      allowed: false,
      sentence: `The IAM of this stack cannot evaluate the request, and denies it: ${judgement.reason}.`,
      ...nothing,
    };
  }
  const { allowed, request, decision } = judgement;
  const { principal, action, resource, context } = request;
  return {
    allowed,
    sentence: describeDecision(request, decision),
    principal: formatPrincipal(principal),
    action,
    resource: resource.arn,
    context: Object.entries(context).map(([key, value]) => [key, [value].flat().join(', ')]),
    statements: decision.statements
      .filter(({ failed }) => failed?.element !== 'Action' && failed?.element !== 'NotAction')
      .map((statement) => {
        const { effect, failed } = statement;
        const because = failed && { because: `it ${describeFailedElement(failed)}` };
        return { name: nameOf(statement), effect, applies: failed === undefined, ...because };
      }),
  };
};
