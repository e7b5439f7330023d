import type { Policy } from '../../infra/local/iam/policy.ts';
import { type Principal, readAccount } from '../../infra/local/iam/principal.ts';
import type { PrincipalName } from '../../infra/local/iam/principal-name.ts';

export const sessionOf = (roleArn: string): Principal => ({ kind: 'RoleSession', roleArn, sessionName: 'session' });

/**
 * Lists every principal that these policies can tell apart, those of interest first. Policies test a principal's kind,
 * its account, and whether they name it; everything else that they could know about it is in context keys, which are
 * unknown anyway. So one principal of each kind in each account stands for all those that no policy names.
 */
export const listPrincipals = (
  policies: readonly Policy[],
  home: string,
  ofInterest: readonly Principal[] = [],
): readonly Principal[] => {
  const names = policies.flatMap(({ statements }) => statements.flatMap(({ principals = [] }) => principals));
  const named = [...ofInterest, ...names.flatMap(findByName)];
  const accounts = new Set([home, ...named.flatMap((who) => readAccount(who) ?? [])]);
  const elsewhere = ['999999999999', '888888888888', '777777777777'].find((account) => !accounts.has(account));
  const written = new Set(names.map((name) => name.written));
  const others = [...accounts, ...(elsewhere === undefined ? [] : [elsewhere])].flatMap((account) =>
    createAccountStrangers(account, written),
  );
  return removeDuplicates([...named, ...others, ...createStrangers(written)]);
};

/** Lists sessions of a role: an arbitrary one, and each that a policy names. */
export const listSessions = (roleArn: string, policies: readonly Policy[]): readonly Principal[] =>
  listPrincipals(policies, readAccount(sessionOf(roleArn)) ?? '', [sessionOf(roleArn)]).filter(
    (who) => who.kind === 'RoleSession' && who.roleArn === roleArn,
  );

const findByName = (name: PrincipalName): readonly Principal[] => {
  switch (name.kind) {
    case 'Everyone':
      return [];
    case 'Account':
      return [{ kind: 'AccountRoot', accountId: name.accountId }];
    case 'Role':
      return [sessionOf(name.arn)];
    case 'RoleSession':
      return findSessions(name.arn);
    case 'User':
      return [{ kind: 'User', arn: name.arn }];
    case 'Service':
      return [{ kind: 'Service', name: name.name }];
    case 'Federated':
      return [{ kind: 'WebIdentity', provider: name.provider }];
  }
};

/** Finds the sessions that an ARN names. A session's ARN omits the path of its role. */
const findSessions = (arn: string): readonly Principal[] => {
  const [, account, role, sessionName] = /^arn:aws:sts::(\d{12}):assumed-role\/([^/]+)\/(.+)$/.exec(arn) ?? [];
  if (account === undefined || role === undefined || sessionName === undefined) return [];
  return ['', 'path/'].map((path) => ({
    ...{ kind: 'RoleSession', sessionName },
    roleArn: `arn:aws:iam::${account}:role/${path}${role}`,
  }));
};

const createAccountStrangers = (account: string, named: ReadonlySet<string>): readonly Principal[] => [
  sessionOf(createUnusedName(named, (n) => `arn:aws:iam::${account}:role/Administrator${n}`)),
  { kind: 'User', arn: createUnusedName(named, (n) => `arn:aws:iam::${account}:user/administrator${n}`) },
  { kind: 'AccountRoot', accountId: account },
];

const createStrangers = (named: ReadonlySet<string>): readonly Principal[] => [
  { kind: 'Service', name: createUnusedName(named, (n) => `service${n}.amazonaws.com`) },
  { kind: 'WebIdentity', provider: createUnusedName(named, (n) => `provider${n}.example.com`) },
  { kind: 'Anonymous' },
];

/** Returns the first name of a sequence that occurs in no policy: a named principal would not be a stranger. */
const createUnusedName = (named: ReadonlySet<string>, nameOf: (n: string) => string): string => {
  for (let n = 0; ; n++) {
    const name = nameOf(n === 0 ? '' : String(n));
    const last = name.split('/').at(-1) ?? name;
    if (![...named].some((each) => each.includes(last))) return name;
  }
};

const removeDuplicates = (principals: readonly Principal[]): readonly Principal[] => [
  ...new Map(principals.map((who) => [JSON.stringify(who), who])).values(),
];
