import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bundles, bundleFunctions } from '../../infra/bundles.ts';
import { attack } from '../../src/exports/attack.ts';
import { openApi } from '../../src/openapi/document.ts';
import { type HandlerFault, handlerFaults } from '../attack/faults/all.ts';
import { foundBy } from '../attack/found-by.ts';
import { usersOfStack } from '../attack/notes-in-the-stack.ts';
import { plantedFunctions } from '../attack/planted-functions.ts';
import { type LocalStack, localStack } from '../local-stack.ts';

// Over the network: signatures, API Gateway's part, threads, IAM, the table.

let folder: string;
let bundles: Bundles;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'owned-notes-attack-'));
  bundles = await bundleFunctions(folder, [plantedFunctions]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The techniques by which something came through. */
const attacked = async (
  users: Awaited<ReturnType<typeof usersOfStack>>,
  fault: HandlerFault,
): Promise<readonly string[]> => {
  const { findings } = await attack({
    ...{ ...users(fault), api: openApi, techniques: [foundBy[fault].technique] },
    sleep: async () => {},
  });
  return [...new Set(findings.map(({ technique }) => technique))];
};

const names = Object.keys(handlerFaults) as HandlerFault[];

describe.each(['application', 'iam'] as const)('functions with a fault, with isolation %s', (isolation) => {
  let stack: LocalStack;
  let users: Awaited<ReturnType<typeof usersOfStack>>;
  beforeAll(async () => {
    stack = await localStack({ bundle: async () => bundles, isolation });
    users = await usersOfStack(stack.outputs);
  });
  afterAll(() => stack?.[Symbol.asyncDispose]());

  test.each(names)('%s', async (name) => {
    const started = performance.now();
    const found = await attacked(users, name);
    console.log(isolation, name, found, Math.round(performance.now() - started));
    expect(1).toBe(1);
  });
});
