import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bundles, bundleFunctions } from '../../infra/bundles.ts';
import { breakages } from '../../test/infra/breakages/all.ts';
import type { Breakage } from '../../test/infra/breakages/breakage.ts';
import { type LocalStack, startTestStack } from '../../test/kit/local-stack.ts';
import { newUser } from '../../test/kit/user.ts';
import { looseFunctions } from '../../test/planted/loose-functions.ts';
import { planted } from '../../test/planted/planted.ts';
import { keptAnswers } from '../kept-answers.ts';
import { createCachingSolver } from '../prove.ts';
import { type ProvenStage, synthesizeStages } from '../proven-stages.ts';
import { type Solver, startSolver } from '../smt/solver.ts';
import { findStage } from './all.ts';
import { falsifiedBy } from './falsified-by.ts';
import { falsify } from './falsify.ts';
import { type Attacked, type NoEntrance, send } from './send.ts';

let folder: string;
let bundles: Bundles;
let stages: readonly ProvenStage[];
let solver: Solver;
let sound: Attacked;
let soundStack: LocalStack;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'owned-notes-proof-'));
  bundles = await bundleFunctions(folder, looseFunctions);
  stages = await synthesizeStages();
  solver = createCachingSolver(await startSolver(), await keptAnswers());
  soundStack = await startTestStack({ isProvisioned: true, bundle: async () => bundles });
  sound = { outputs: soundStack.outputs, user: await newUser(soundStack.outputs, { isSound: false }) };
});
afterAll(async () => {
  await soundStack?.[Symbol.asyncDispose]();
  await solver?.end();
  await rm(folder, { recursive: true, force: true });
});

const inBroken = async <T>(breakage: Breakage, work: (stack: Attacked) => Promise<T>): Promise<T> => {
  await using stack = await startTestStack({
    isProvisioned: true,
    bundle: async () => bundles,
    change: planted(breakage),
  });
  return await work({ outputs: stack.outputs, user: await newUser(stack.outputs, { isSound: false }) });
};

const refused = /^AccessDenied(?:Exception)?$|^403$/;

test('the table lists every breakage, and nothing else', () => {
  expect(Object.keys(falsifiedBy).toSorted()).toEqual(breakages.map(({ name }) => name).toSorted());
});

describe('what the proof finds, the running stack lets through:', () => {
  const falsifying = breakages.flatMap((breakage) => {
    const expected = falsifiedBy[breakage.name];
    return expected !== undefined && 'falsifies' in expected ? [{ name: breakage.name, breakage, expected }] : [];
  });

  test.each(falsifying)('$name', async ({ breakage, expected }) => {
    const found = await falsify(breakage, findStage(breakage, stages), solver);
    if (found.kind !== 'LetsThrough') throw new Error(`It is ${found.kind}.`);
    expect(found.theorem).toBe(expected.falsifies);
    const { request, subject } = found;
    const sent = (stack: Attacked): Promise<string | NoEntrance> => send(request, subject, stack);
    if ('cannotBeSent' in expected) {
      expect(await sent(sound)).toEqual({ noEntrance: expect.stringContaining(expected.cannotBeSent) });
      return;
    }
    expect(await sent(sound), 'sent to a sound stack').toMatch(refused);
    const came = await inBroken(breakage, sent);
    if ('staysRefused' in expected) expect(came, expected.staysRefused).toMatch(refused);
    else expect(came, 'sent to a stack of the broken template').toBe(expected.comesTo);
  });
});
