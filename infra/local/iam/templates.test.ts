import { allowedContextKeysForRequest } from '@cloud-copilot/iam-simulate';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { callerBreakages } from '../../../test/infra/breakages/callers.ts';
import { ownerBreakages } from '../../../test/infra/breakages/owners.ts';
import { callers } from '../../../test/infra/checks/callers.ts';
import { dataRoles } from '../../../test/infra/checks/data-roles.ts';
import { executionRoles } from '../../../test/infra/checks/execution-roles.ts';
import { trust } from '../../../test/infra/checks/trust.ts';
import { deployments } from '../../../test/infra/deployments.ts';
import { account, resolve } from '../../../test/infra/resolve.ts';
import type { Access, Expectation } from '../../../test/infra/simulate.ts';
import { synthesize } from '../../synthesize.ts';
import type { Template } from '../../template/template.ts';
import type { RequestContext } from './context.ts';
import { evaluate } from './evaluate.ts';
import { describeDecision } from './in-words.ts';
import { parsePolicy } from './parse-policy.ts';
import type { PolicyKind } from './policy.ts';
import type { Principal } from './principal.ts';

/** What the checks asked iam-simulate, and what this evaluator decided differently. */
const asked = { times: 0, allowed: 0, differently: [] as string[] };
beforeEach(() => Object.assign(asked, { times: 0, allowed: 0, differently: [] }));

// The checks ask through these two functions.
vi.mock('../../../test/infra/simulate.ts', async (importOriginal) => {
  const theirs = await importOriginal<typeof import('../../../test/infra/simulate.ts')>();
  const isAllowed = async (access: Access): Promise<boolean> => {
    const is = await theirs.isAllowed(access);
    const ours = await decided(access);
    asked.times++;
    if (is) asked.allowed++;
    if (ours.isAllowed !== is) asked.differently.push(ours.words);
    return is;
  };
  const findUnmet = async (expectations: readonly Expectation[]): Promise<string[]> => {
    for (const expectation of expectations) await isAllowed(expectation);
    return [];
  };
  return { isAllowed, findUnmet };
});

const decided = async ({ principal, policies, action, resource, resourcePolicy, context = {} }: Access) => {
  const request = {
    principal: parsePrincipal(principal),
    action,
    resource: { arn: resource, accountId: account },
    context: await known(context, action, resource),
  };
  const parsed = <K extends PolicyKind>(document: unknown, kind: K) =>
    parsePolicy(document, { kind, name: kind })._unsafeUnwrap();
  const decision = evaluate(request, {
    identity: policies.map((policy) => parsed(policy, 'Identity')),
    ...(resourcePolicy && { resource: parsed(resourcePolicy, action.startsWith('sts:') ? 'Trust' : 'Resource') }),
  });
  return { isAllowed: decision.decision === 'Allow', words: describeDecision(request, decision) };
};

/**
 * Keeps the known keys: iam-simulate ignores keys that no request for the action has on AWS, while this evaluator takes
 * a context as it is.
 */
const known = async (context: RequestContext, action: string, resource: string): Promise<RequestContext> => {
  const [service = '', name = ''] = action.split(':');
  const names = await allowedContextKeysForRequest(service, name, resource, false, undefined);
  const isKnown = (key: string) => names.includes(key.toLowerCase()) || /^aws:\w+Tag\//.test(key);
  return Object.fromEntries(Object.entries(context).filter(([key]) => isKnown(key)));
};

const parsePrincipal = (name: string): Principal => {
  const [accountId = '', rest = ''] = name.split(':').slice(4);
  const [type, role, sessionName = ''] = rest.split('/');
  if (type === 'assumed-role')
    return { kind: 'RoleSession', roleArn: `arn:aws:iam::${accountId}:role/${role}`, sessionName };
  if (type === 'user') return { kind: 'User', arn: name };
  if (type === 'root') return { kind: 'AccountRoot', accountId };
  return name === 'lambda.amazonaws.com' ? { kind: 'Service', name } : { kind: 'WebIdentity', provider: name };
};

let json: ReadonlyMap<string, string>;
beforeAll(async () => {
  // `test/infra` validates the stacks.
  const stacks = await synthesize({ stages: deployments, validates: false });
  json = new Map([...stacks].map(([name, { template }]) => [name, template]));
});
const resolveTemplate = (name: string, deployedTo?: string): Template => resolve(json.get(name) ?? '', deployedTo);

/** Finds every policy of a template; its kind follows from the member that contains it. */
const policiesIn = (value: unknown, holder = '', member = ''): (readonly [kind: PolicyKind, document: unknown])[] => {
  if (typeof value !== 'object' || value === null) return [];
  const type = 'Type' in value ? String(value.Type) : holder;
  if (!('Statement' in value)) return Object.entries(value).flatMap(([name, each]) => policiesIn(each, type, name));
  if (member === 'AssumeRolePolicyDocument') return [['Trust', value]];
  return [[type.startsWith('AWS::IAM::') ? 'Identity' : 'Resource', value]];
};

describe.each(deployments)('the template of $name', ({ name, isolation, alarmEmail, page }) => {
  test.each(['eu-west-1', 'us-gov-west-1', 'cn-north-1'])(
    'deployed to %s, has only policies that are understood',
    (to) => {
      const policies = policiesIn(resolveTemplate(name, to).Resources);
      const results = policies.map(([kind, document]) => parsePolicy(document, { kind, name: '' }));
      expect(results.flatMap((result) => (result.isErr() ? [result.error] : []))).toEqual([]);
      const { Trust, Identity, Resource } = Object.groupBy(policies, ([kind]) => kind);
      expect([Trust, Identity, Resource].map((found) => found?.length)).toEqual([
        // Roles of users, for the routes and for files, and of functions, including that for the page's files. Then the
        // policies of buckets, and of alarms.
        ...(isolation === 'iam' ? [13, 14] : [7, 8]).map((ofAll) => ofAll + (page ? 1 : 0)),
        (alarmEmail === undefined ? 1 : 2) + (page ? 1 : 0),
      ]);
    },
  );
});

describe('in everything that the checks of the template ask, iam-simulate', () => {
  const checks = [callers, dataRoles, trust, executionRoles];

  test.each(['prod', 'application'])('agrees with the evaluator about %s', async (name) => {
    for (const check of name === 'prod' ? checks : [callers]) await check(resolveTemplate(name));
    expect(asked.differently).toEqual([]);
    expect(asked.times).toBeGreaterThan(name === 'prod' ? 500 : 30);
    expect(asked.allowed).toBeGreaterThan(name === 'prod' ? 20 : 5);
  });

  const breakages = [...ownerBreakages, ...callerBreakages].filter(({ caughtBy }) => checks.includes(caughtBy));
  const asIs = 'ForAllValues on amr, which a caller without amr meets too';
  test.each(breakages.filter(({ name }) => name !== asIs))('agrees about $name', async ({ plant, caughtBy }) => {
    const template = resolveTemplate('prod');
    plant(template);
    await caughtBy(template);
    expect(asked.differently).toEqual([]);
  });

  test(`takes only one value of a key that it does not know to be multivalued: ${asIs}`, async () => {
    const template = resolveTemplate('prod');
    breakages.find(({ name }) => name === asIs)?.plant(template);
    await callers(template);
    expect(asked.differently).toEqual([
      expect.stringMatching(/amr "\*authenticated\*", where the request has "auth.*" and/),
    ]);
  });
});
