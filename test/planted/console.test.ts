import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { promised } from '../chain/console/promises/all.ts';
import { type Scene, sceneOf } from '../chain/console/promises/scene.ts';
import { consoleFaults } from './console/all.ts';
import { type PlantedStack, plantedStack } from './console/planted-stack.ts';

let planted: PlantedStack;
let scene: Scene;
beforeAll(async () => {
  planted = await plantedStack();
  scene = await sceneOf(planted.stack);
});
afterEach(() => planted?.plant());
afterAll(() => planted?.[Symbol.asyncDispose]());

const faults = Object.entries(consoleFaults).map(([name, { breaks }]) => ({ name, breaks }));

test('a fault breaks each promise of the console, except that of a file, whose content is not kept', () => {
  const broken = new Set(faults.map(({ breaks }) => breaks));
  const unbroken = Object.keys(promised).filter((name) => !broken.has(name));
  expect(unbroken).toEqual(['the content of a file is not shown']);
});

describe('with no fault in force, the console keeps its promise:', () => {
  test.each(Object.entries(promised))('%s', async (_, isKept) => isKept(scene));
});

describe('a fault breaks a promise:', () => {
  test.each(faults)('$name: $breaks', async ({ name, breaks }) => {
    await planted.plant(name);
    await expect(promised[breaks]?.(scene)).rejects.toMatchObject({ name: 'AssertionError' });
  });
});
