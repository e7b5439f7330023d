import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bundles, bundleFunctions } from '../../infra/bundles.ts';
import { type AttackOptions, attack, type Report } from '../../src/exports/attack.ts';
import { openApi } from '../../src/openapi/document.ts';
import { breakages } from '../infra/breakages/all.ts';
import { type LocalStack, startTestStack } from '../kit/local-stack.ts';
import { runNotes } from '../kit/run-notes.ts';
import { type HandlerFault, handlerFaults } from './attack/faults/all.ts';
import { foundBy } from './attack/found-by.ts';
import { createStackUsers } from './attack/notes-in-the-stack.ts';
import { plantedFunctions } from './attack/planted-functions.ts';

// Over the network: signatures, API Gateway's part, threads, IAM, the table.

let folder: string;
let bundles: Bundles;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'owned-notes-attack-'));
  bundles = await bundleFunctions(join(folder, 'functions'), [plantedFunctions]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Users = Awaited<ReturnType<typeof createStackUsers>>;

/** Attacks functions with a fault by the technique that finds it, until something comes through. */
const attacked = (users: Users, fault: HandlerFault, options: Partial<AttackOptions> = {}): Promise<Report> =>
  attack({
    ...{ ...users(fault), api: openApi, techniques: [foundBy[fault].technique], stopsAtFirst: true },
    ...{ sleep: async () => {}, ...options },
  });

const listTechniques = ({ findings }: Report) => findings.map(({ technique }) => technique);

describe.each(['application', 'iam'] as const)('functions with a fault, with isolation %s', (isolation) => {
  let stack: LocalStack;
  let users: Users;
  beforeAll(async () => {
    stack = await startTestStack({ bundle: async () => bundles, isolation });
    users = await createStackUsers(stack.outputs);
  });
  afterAll(() => stack?.[Symbol.asyncDispose]());

  const isSeen = (name: HandlerFault) => {
    const { notOverTheNetwork, stoppedByIam } = foundBy[name];
    return notOverTheNetwork === undefined && !(isolation === 'iam' && stoppedByIam);
  };
  const names = Object.keys(handlerFaults) as HandlerFault[];

  test.each(names.filter(isSeen))('lets something through: %s', async (name) => {
    expect(listTechniques(await attacked(users, name))).toEqual([foundBy[name].technique]);
  });

  test.each(names.filter((name) => !isSeen(name)))('lets nothing through: %s', async (name) => {
    expect(listTechniques(await attacked(users, name))).toEqual([]);
  });
});

/** Runs `notes attack`, by all techniques or by one. */
const commandOn = async (stack: LocalStack, technique?: string) => {
  const env = { NOTES_OUTPUTS: join(stack.data, 'outputs.json'), NOTES_SESSION: join(folder, 'session.json') };
  const one = technique === undefined ? [] : ['--technique', technique];
  const { code, out } = await runNotes(['attack', '--json', ...one], { home: folder, env });
  const { findings, unproven, tries }: Report = JSON.parse(out);
  return { code, came: findings.map(({ operation, what }) => `${operation}: ${what}`), unproven, tries };
};

test.each(['iam', 'application'] as const)(
  'nothing comes through on a sound stack, with isolation %s',
  async (isolation) => {
    await using stack = await startTestStack({ isolation });
    const { code, came, unproven, tries } = await commandOn(stack);
    expect({ code, came, unproven }).toEqual({ code: 0, came: [], unproven: [] });
    expect(tries.filter(({ verdict }) => verdict !== 'Held')).toEqual([]);
    expect(tries.length).toBeGreaterThan(450);
  },
);

const brokenBy = (name: string): Promise<LocalStack> => {
  const breakage = breakages.find((each) => each.name === name);
  if (breakage === undefined) throw new Error(`There is no breakage ${name}.`);
  return startTestStack({ bundle: async () => bundles, change: breakage.plant });
};

describe('a fault in the template', () => {
  test('users with one action too many: the table is open to them', async () => {
    await using stack = await brokenBy('users with one action too many');
    const { code, came } = await commandOn(stack, 'the table, around the API');
    expect(code).toBe(1);
    expect(new Set(came)).toEqual(new Set(['dynamodb GetItem: the other’s item', 'dynamodb GetItem: one’s own item']));
  });

  test('unauthenticated identities: guests come in', async () => {
    await using stack = await brokenBy('unauthenticated identities');
    const { code, came } = await commandOn(stack, 'an identity that is not one’s own');
    expect(code).toBe(1);
    expect(new Set(came)).toEqual(new Set(['cognito-identity GetId: a guest’s']));
  });

  test('an open route: its function knows no caller, so nothing can be proven of it', async () => {
    await using stack = await brokenBy('an open route');
    const { code, came, unproven } = await commandOn(stack, 'no valid credentials');
    expect({ code, came }).toEqual({ code: 7, came: [] });
    expect(unproven.map(({ operation }) => operation)).toContain('GET /notes/{id}');
  });

  // A data role's policy alone keeps a wrong function from another's notes: with two faults, something comes through.
  test.each(['a data role without conditions', 'a data role for any key'])(
    '%s and a fault in the function let another’s note through',
    async (name) => {
      await using stack = await brokenBy(name);
      const users = await createStackUsers(stack.outputs);
      expect(listTechniques(await attacked(users, 'a get finds any owner’s note'))).toEqual(['the other’s object']);
    },
  );
});
