import type { Policies } from '../../infra/local/iam/evaluate.ts';
import type { PatternElement, Policy, Statement } from '../../infra/local/iam/policy.ts';
import { type Principal, readAccount } from '../../infra/local/iam/principal.ts';
import { type Grant, grantTo } from '../../infra/local/iam/principal-name.ts';
import { anyNumberOf, anyText, exactly, isIn, noColon, sequence } from '../smt/languages.ts';
import { all, no, not, some, type Term, yes } from '../smt/terms.ts';
import { modelCondition } from './condition.ts';
import type { SymbolicContext } from './context.ts';
import { isLike } from './pattern.ts';
import { asked, type Given } from './request.ts';

/** Models that these policies allow a request, as `evaluate` decides it. */
export const isAllowed = (
  { identity, session = [], resource }: Policies,
  { principal, accountId, ...fixed }: Given,
  context: SymbolicContext,
): Term => {
  const apply = (policies: readonly Policy[], effect: Statement['effect']): readonly Term[] =>
    policies
      .flatMap(({ statements }) => statements)
      .filter((statement) => statement.effect === effect)
      .map((statement) => applies(statement, principal, context));
  const ofResource = resource ? [resource] : [];
  const granted = modelGrants(ofResource, principal, context);
  const byIdentity = principal.kind === 'AccountRoot' ? yes : some(apply(identity, 'Allow'));
  const bySession = session.length === 0 ? yes : some(apply(session, 'Allow'));
  const byPrincipal = all([byIdentity, bySession]);
  const account = readAccount(principal);
  return all([...apply([...identity, ...session, ...ofResource], 'Deny').map(not), byEnough()]);

  function byEnough(): Term {
    if (account === undefined) return granted.any;
    if (account !== accountId) return all([granted.any, byPrincipal]);
    const leftToPrincipal = all([some([not(isTaking(fixed)), granted.any]), byPrincipal]);
    return some([granted.direct, all([granted.role, bySession]), leftToPrincipal]);
  }
};

/** Models what the applicable statements of a resource's policy grant. */
const modelGrants = (policies: readonly Policy[], principal: Principal, context: SymbolicContext) => {
  const allowing = policies.flatMap(({ statements }) => statements.filter(({ effect }) => effect === 'Allow'));
  const to = (grants: readonly Grant[]): Term =>
    some(
      allowing
        .filter(({ principals = [] }) =>
          principals.some((name) => grants.some((grant) => grant === grantTo(principal, name))),
        )
        .map((statement) => applies(statement, principal, context)),
    );
  return { direct: to(['Direct']), role: to(['Role']), any: to(['Direct', 'Role', 'Account']) };
};

const applies = (
  { action, resource, principals, conditions }: Statement,
  principal: Principal,
  context: SymbolicContext,
): Term => {
  const isNamed = principals?.some((name) => grantTo(principal, name) !== undefined) ?? true;
  if (!isNamed) return no;
  return all([
    modelIsOneOf(asked.action, lowerCaseActions(action), context),
    resource === undefined ? yes : modelIsOneOf(asked.resource, resource, context),
    ...conditions.map((condition) => modelCondition(condition, context)),
  ]);
};

const modelIsOneOf = (
  text: Term,
  { element, patterns }: PatternElement<'Action' | 'Resource'>,
  context: SymbolicContext,
): Term => {
  const isOne = some(patterns.map((pattern) => isLike(text, pattern, context, false)));
  return element.startsWith('Not') ? not(isOne) : isOne;
};

/** Lowers the case of action patterns: the model's actions are in lower case, and their patterns have no variables. */
const lowerCaseActions = ({ element, patterns }: PatternElement<'Action'>): PatternElement<'Action'> => ({
  element,
  patterns: patterns.map(({ written, parts }) => ({
    written,
    parts: parts.map((part) => (part.kind === 'Text' ? { ...part, text: part.text.toLowerCase() } : part)),
  })),
});

/** Models that the request assumes a role, whose trust policy must then allow it. */
const isTaking = ({ resource, service }: Pick<Given, 'resource' | 'service'>): Term =>
  all([
    service === undefined ? isIn(asked.action, sequence([exactly('sts:'), anyText])) : known(service === 'sts'),
    resource === undefined ? isIn(asked.resource, arnsOfRoles) : known(/^arn:[^:]*:iam::[^:]*:role\//.test(resource)),
  ]);

const known = (isTrue: boolean): Term => (isTrue ? yes : no);

const arnsOfRoles = sequence([
  ...[exactly('arn:'), anyNumberOf(noColon), exactly(':iam::'), anyNumberOf(noColon), exactly(':role/')],
  anyText,
]);
