import type { Decision } from './evaluate.ts';
import type { PolicyKind } from './policy.ts';
import { formatPrincipal } from './principal.ts';
import type { Request } from './request.ts';
import type { ConsideredStatement, FailedElement } from './statement.ts';

/**
 * Describes a decision and its reason in one sentence. It includes the request's values: it is for the operator of the
 * stack, not for a client.
 */
export const describeDecision = (request: Request, decision: Decision): string => {
  const { principal, action, resource } = request;
  const may = decision.decision === 'Allow' ? 'may' : 'may not';
  return `${formatPrincipal(principal)} ${may} perform ${action} on ${resource.arn}: ${describeReason(decision)}.`;
};

const describeReason = (decision: Decision): string => {
  const deciding = decision.statements.filter(({ failed }) => failed === undefined);
  if (decision.decision === 'ExplicitDeny')
    return describeStatements(
      deciding.filter(({ effect }) => effect === 'Deny'),
      'denies',
      'deny',
    );
  if (decision.decision === 'Allow')
    return deciding.length > 0
      ? describeStatements(deciding, 'allows', 'allow')
      : 'a root user may, unless it is denied';
  const { missing, statements } = decision;
  const none = `${missing.map((kind) => `no ${wordsFor[kind]}`).join(' and ')} allows it`;
  const nearest = findNearestReason(statements.filter(({ policy }) => missing.includes(policy.kind)));
  return nearest === undefined ? none : `${none}; ${nearest}`;
};

const describeStatements = (statements: readonly ConsideredStatement[], one: string, more: string): string =>
  `${statements.map(nameOf).join(' and ')} ${statements.length === 1 ? one : more} it`;

const wordsFor: Readonly<Record<PolicyKind, string>> = {
  Identity: 'identity policy',
  Session: 'session policy',
  Resource: 'resource policy',
  Trust: 'trust policy',
};

export const nameOf = ({ policy, index, sid }: ConsideredStatement): string =>
  `Statement[${index}]${sid === undefined ? '' : ` (${sid})`} of the ${wordsFor[policy.kind]} ${policy.name}`;

/** Describes the nearest of the statements that would have allowed the request: one that failed late says most. */
const findNearestReason = (statements: readonly ConsideredStatement[]): string | undefined => {
  for (const element of ['Condition', 'Principal', 'NotResource', 'Resource', 'NotAction', 'Action'])
    for (const statement of statements) {
      const { effect, failed } = statement;
      if (effect === 'Allow' && failed?.element === element)
        return `${nameOf(statement)} ${describeFailedElement(failed)}`;
    }
  return undefined;
};

export const describeFailedElement = (failed: FailedElement): string => {
  const variables =
    failed.withoutValue.length === 0 ? '' : ` (without a value: ${failed.withoutValue.map(formatVariable).join(', ')})`;
  const wanted = `${failed.expected.map(quote).join(' or ')}${variables}`;
  switch (failed.element) {
    case 'Principal':
      return `is for ${wanted}`;
    case 'Condition':
      return (
        `has the condition ${failed.operator} with ${failed.key} ${wanted}, ` +
        `where the request has ${has(failed.found)}`
      );
    default:
      return `has the ${failed.element} ${wanted}`;
  }
};

const has = (found: readonly string[]): string => (found.length === 0 ? 'none' : found.map(quote).join(' and '));

const formatVariable = (key: string): string => `\${${key}}`;

const quote = (text: string): string => JSON.stringify(text);
