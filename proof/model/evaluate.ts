import type { Policies } from '../../infra/local/iam/evaluate.ts';
import type { PatternElement, Policy, Statement } from '../../infra/local/iam/policy.ts';
import type { PrincipalName } from '../../infra/local/iam/principal-name.ts';
import { anyNumberOf, anyText, exactly, isIn, noColon, sequence } from '../smt/languages.ts';
import { all, equal, implies, literal, not, some, type Term, yes } from '../smt/terms.ts';
import { conditionHolds } from './condition.ts';
import type { SymbolicContext } from './context.ts';
import { isLike } from './pattern.ts';
import { asked, hasAccount, is, isOfAccount, isSession, isSessionOf, isUser } from './request.ts';

/** That a request is allowed by these policies, as `evaluate` decides it. */
export const isAllowed = ({ identity, session = [], resource }: Policies, context: SymbolicContext): Term => {
  const apply = (policies: readonly Policy[], effect: Statement['effect']): readonly Term[] =>
    policies
      .flatMap(({ statements }) => statements)
      .filter((statement) => statement.effect === effect)
      .map((statement) => applies(statement, context));
  const ofResource = resource ? [resource] : [];
  const granted = grantsOf(ofResource, context);
  const byIdentity = some([is('AccountRoot'), ...apply(identity, 'Allow')]);
  const bySession = session.length === 0 ? yes : some(apply(session, 'Allow'));
  const byPrincipal = all([byIdentity, bySession]);
  const inOneAccount = equal(asked.principal.account, asked.resourceAccount);
  return all([
    ...apply([...identity, ...session, ...ofResource], 'Deny').map(not),
    implies(not(hasAccount), granted.any),
    implies(all([hasAccount, not(inOneAccount)]), all([granted.any, byPrincipal])),
    implies(
      all([hasAccount, inOneAccount]),
      some([granted.direct, all([granted.role, bySession]), all([some([not(isTaking), granted.any]), byPrincipal])]),
    ),
  ]);
};

/** What the statements of a resource's policy grant that apply to the request. */
const grantsOf = (policies: readonly Policy[], context: SymbolicContext) => {
  const allowing = policies.flatMap(({ statements }) => statements.filter(({ effect }) => effect === 'Allow'));
  const to = (grant: Term | undefined) =>
    some(
      allowing.map((statement) =>
        all([
          applies(statement, context),
          some(
            (statement.principals ?? []).flatMap((name) => {
              const found = grantTo(name);
              return grant === undefined || found.grant === grant ? [found.isNamed] : [];
            }),
          ),
        ]),
      ),
    );
  return { direct: to('Direct'), role: to('Role'), any: to(undefined) };
};

const applies = ({ action, resource, principals, conditions }: Statement, context: SymbolicContext): Term =>
  all([
    isOneOf(asked.action, inLowerCase(action), context),
    resource === undefined ? yes : isOneOf(asked.resource, resource, context),
    principals === undefined ? yes : some(principals.map((name) => grantTo(name).isNamed)),
    ...conditions.map((condition) => conditionHolds(condition, context)),
  ]);

const isOneOf = (
  text: Term,
  { element, patterns }: PatternElement<'Action' | 'Resource'>,
  context: SymbolicContext,
): Term => {
  const isOne = some(patterns.map((pattern) => isLike(text, pattern, context, false)));
  return element.startsWith('Not') ? not(isOne) : isOne;
};

/** An action is asked for in lower case here, and its patterns have no variables. */
const inLowerCase = ({ element, patterns }: PatternElement<'Action'>): PatternElement<'Action'> => ({
  element,
  patterns: patterns.map(({ written, parts }) => ({
    written,
    parts: parts.map((part) => (part.kind === 'Text' ? { ...part, text: part.text.toLowerCase() } : part)),
  })),
});

/** Whether a name is the principal's, and how far it reaches. */
const grantTo = (name: PrincipalName): { readonly grant: 'Direct' | 'Role' | 'Account'; readonly isNamed: Term } => {
  const { name: named } = asked.principal;
  switch (name.kind) {
    case 'Everyone':
      return { grant: 'Direct', isNamed: yes };
    case 'Account':
      return { grant: 'Account', isNamed: isOfAccount(name.accountId) };
    case 'Role':
      return { grant: 'Role', isNamed: isSessionOf(name.arn) };
    case 'RoleSession':
      return { grant: 'Direct', isNamed: isSession(name.arn) };
    case 'User':
      return { grant: 'Direct', isNamed: isUser(name.arn) };
    case 'Service':
      return { grant: 'Direct', isNamed: all([is('Service'), equal(named, literal(name.name))]) };
    case 'Federated':
      return { grant: 'Direct', isNamed: all([is('WebIdentity'), equal(named, literal(name.provider))]) };
  }
};

/** Whether a role is to be taken, whose trust policy must allow it. */
const isTaking: Term = all([
  isIn(asked.action, sequence([exactly('sts:'), anyText])),
  isIn(
    asked.resource,
    sequence([
      ...[exactly('arn:'), anyNumberOf(noColon), exactly(':iam::'), anyNumberOf(noColon), exactly(':role/')],
      anyText,
    ]),
  ),
]);
