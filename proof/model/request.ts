import type { RequestContext } from '../../infra/local/iam/context.ts';
import type { Principal } from '../../infra/local/iam/principal.ts';
import type { Request } from '../../infra/local/iam/request.ts';
import {
  anyNumberOf,
  anyText,
  between,
  either,
  exactly,
  isIn,
  oneOf,
  sequence,
  someOf,
  times,
} from '../smt/languages.ts';
import { all, equal, implies, literal, no, not, some, symbol, type Term } from '../smt/terms.ts';
import type { Value } from '../smt/values.ts';
import type { SymbolicContext } from './context.ts';

const kinds = [
  'RoleSession',
  'User',
  'AccountRoot',
  'Service',
  'WebIdentity',
  'Anonymous',
] as const satisfies readonly Principal['kind'][];

/** A request of which nothing is known but its form. Actions are in lower case: IAM tells no difference. */
export const asked = {
  principal: {
    kind: symbol('kind of principal'),
    /** Of those who have one. */
    account: symbol('account of the principal'),
    /** Of a role or user, after its path; the name of a service or provider. */
    name: symbol('name of the principal'),
    path: symbol('path of the principal'),
    sessionName: symbol('name of the session'),
  },
  action: symbol('action'),
  resource: symbol('resource'),
  resourceAccount: symbol('account of the resource'),
} as const;

const { principal } = asked;
const texts = [
  ...[principal.kind, principal.account, principal.name, principal.path, principal.sessionName],
  ...[asked.action, asked.resource, asked.resourceAccount],
];

export const is = (kind: Principal['kind']): Term => equal(principal.kind, literal(kind));
/** Whether policies of an account's identities are about the principal. */
export const hasAccount: Term = some((['RoleSession', 'User', 'AccountRoot'] as const).map(is));
export const declarationsOf = ({ keys }: SymbolicContext): readonly string[] => [
  ...texts.map((text) => `(declare-const ${text} String)`),
  ...keys.flatMap(({ values }) =>
    values.flatMap(({ isGiven, text }) => [`(declare-const ${isGiven} Bool)`, `(declare-const ${text} String)`]),
  ),
];

const letters = either(between('a', 'z'), between('0', '9'), oneOf('-_'));
const ofNames = either(between('a', 'z'), between('A', 'Z'), between('0', '9'), oneOf('_+=,.@-'));
const account = times(12, between('0', '9'));

/** What every request has, whoever makes it. */
export const wellFormed: readonly Term[] = [
  some(kinds.map(is)),
  isIn(asked.action, sequence([someOf(letters), exactly(':'), someOf(letters)])),
  isIn(asked.resource, either(exactly('*'), sequence([exactly('arn:'), anyText]))),
  isIn(asked.resourceAccount, account),
  isIn(principal.account, account),
  isIn(principal.sessionName, someOf(ofNames)),
  isIn(principal.path, anyNumberOf(sequence([someOf(ofNames), exactly('/')]))),
  implies(some([is('RoleSession'), is('User')]), isIn(principal.name, someOf(ofNames))),
  not(equal(principal.name, literal(''))),
];

/** That the request is this one. */
export const isThis = ({ principal: who, action, resource, context }: Request, { keys }: SymbolicContext): Term => {
  const values = new Map(Object.entries(context).map(([name, value]) => [name.toLowerCase(), [value].flat()]));
  return all([
    is(who.kind),
    ...identityOf(who),
    equal(asked.action, literal(action.toLowerCase())),
    equal(asked.resource, literal(resource.arn)),
    equal(asked.resourceAccount, literal(resource.accountId)),
    ...keys.flatMap((key) => {
      const found = values.get(key.name.toLowerCase()) ?? [];
      return key.values.flatMap(({ isGiven, text }, index) => {
        const value = found[index];
        return value === undefined ? [not(isGiven)] : [isGiven, equal(text, literal(value))];
      });
    }),
  ]);
};

interface Parts {
  readonly account?: string;
  readonly path?: string;
  readonly name?: string;
  readonly sessionName?: string;
}

/** What a principal of its kind does not have is given too: nothing depends on it, and the solver need not look for it. */
const identityOf = (who: Principal): readonly Term[] => {
  const { account: accountId, path, name, sessionName } = partsOf(who);
  return [
    equal(principal.account, literal(accountId ?? '000000000000')),
    equal(principal.path, literal(path ?? '')),
    equal(principal.name, literal(name ?? 'any')),
    equal(principal.sessionName, literal(sessionName ?? 'any')),
  ];
};

const partsOf = (who: Principal): Parts => {
  switch (who.kind) {
    case 'RoleSession':
      return { ...partsOfArn(who.roleArn), sessionName: who.sessionName };
    case 'User':
      return partsOfArn(who.arn);
    case 'AccountRoot':
      return { account: who.accountId };
    case 'Service':
      return { name: who.name };
    case 'WebIdentity':
      return { name: who.provider };
    case 'Anonymous':
      return {};
  }
};

const partsOfArn = (arn: string) => {
  const [, accountId, path = '', name] = /^arn:aws:iam::(\d{12}):(?:role|user)\/(.*\/)?([^/]+)$/.exec(arn) ?? [];
  if (accountId === undefined || name === undefined) throw new Error(`Not of a role or user: ${arn}`);
  return { account: accountId, path, name };
};

const isNamed = (arn: string): Term => {
  const { account: accountId, path, name } = partsOfArn(arn);
  return all([
    equal(principal.account, literal(accountId)),
    equal(principal.path, literal(path)),
    equal(principal.name, literal(name)),
  ]);
};

/** The request that these values are. */
export const requestOf = (values: ReadonlyMap<string, Value>, { keys }: SymbolicContext): Request => {
  const value = (constant: Term): string => values.get(constant.slice(1, -1)) ?? '';
  const context: RequestContext = Object.fromEntries(
    keys.flatMap((key): [string, string | string[]][] => {
      const found = key.values.filter(({ isGiven }) => value(isGiven) === 'true').map(({ text }) => value(text));
      if (found.length === 0) return [];
      return [[key.name, key.multivalued ? found : (found[0] ?? '')]];
    }),
  );
  return {
    principal: principalOf(value),
    action: value(asked.action),
    resource: { arn: value(asked.resource), accountId: value(asked.resourceAccount) },
    context,
  };
};

const principalOf = (value: (constant: Term) => string): Principal => {
  const [accountId, name] = [value(principal.account), value(principal.name)];
  const kind = kinds.find((each) => each === value(principal.kind));
  switch (kind) {
    case 'RoleSession': {
      const arnOfRole = `arn:aws:iam::${accountId}:role/${value(principal.path)}${name}`;
      return { kind, roleArn: arnOfRole, sessionName: value(principal.sessionName) };
    }
    case 'User':
      return { kind, arn: `arn:aws:iam::${accountId}:user/${value(principal.path)}${name}` };
    case 'AccountRoot':
      return { kind, accountId };
    case 'Service':
      return { kind, name };
    case 'WebIdentity':
      return { kind, provider: name };
    case 'Anonymous':
      return { kind };
    case undefined:
      throw new Error('The solver has given no principal.');
  }
};

export const isOfAccount = (accountId: string): Term => all([hasAccount, equal(principal.account, literal(accountId))]);
export const isBelow = (prefix: string): Term => isIn(asked.resource, sequence([exactly(prefix), anyText]));

/** Whatever the session's name is. */
export const isSessionOf = (arnOfRole: string): Term => all([is('RoleSession'), isNamed(arnOfRole)]);
export const isUser = (arn: string): Term => all([is('User'), isNamed(arn)]);

/** By its ARN, which has no path of the role. */
export const isSession = (arn: string): Term => {
  const [, accountId, name, sessionName] = /^arn:aws:sts::(\d{12}):assumed-role\/([^/]+)\/(.+)$/.exec(arn) ?? [];
  if (accountId === undefined || name === undefined || sessionName === undefined) return no;
  return all([
    ...[is('RoleSession'), equal(principal.account, literal(accountId)), equal(principal.name, literal(name))],
    equal(principal.sessionName, literal(sessionName)),
  ]);
};
