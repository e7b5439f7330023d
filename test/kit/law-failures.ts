import { expect } from 'vitest';
import type { Law } from '../../src/laws/law.ts';
import { laws } from '../../src/laws/laws.ts';

export const findLaw = (name: string) => {
  const found = laws.find((law) => law.name === name);
  if (found === undefined) throw new Error(`There is no law "${name}".`);
  return found;
};

/** Runs a law again with the seed and path that a failure printed. */
export const expectSameFailure = <Store>(
  law: Law<Store>,
  open: () => Promise<Store>,
  failure: Error | undefined,
): Promise<void> => {
  const [, seed, path] = /seed: (-?\d+), path: "([\d:]+)"/.exec(failure?.message ?? '') ?? [];
  expect(path).toBeDefined();
  return law.hold(open, { seed: Number(seed), path: path ?? '' });
};

export const catchFailure = (held: Promise<void>): Promise<Error | undefined> =>
  held.then(
    () => undefined,
    (error: Error) => error,
  );
