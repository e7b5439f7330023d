import { breakages, onlyDeployed } from '../../test/infra/breakages/all.ts';
import type { Breakage } from '../../test/infra/breakages/breakage.ts';
import type { ProvenStage } from '../proven-stages.ts';
import type { Solver } from '../smt/solver.ts';
import { type Expected, falsifiedBy } from './falsified-by.ts';
import { type Falsification, falsify } from './falsify.ts';

export interface ProvenBreakage {
  readonly name: string;
  readonly expected: Expected | undefined;
  readonly found: Falsification;
  /** How the result differs from the table, if it does. */
  readonly problem: string | undefined;
}

/** Checks each planted breakage against the theorems, and whether it falsifies the one that it should. */
export const proveBreakages = async (
  stages: readonly ProvenStage[],
  solver: Solver,
): Promise<readonly ProvenBreakage[]> => {
  const proven: ProvenBreakage[] = [];
  for (const breakage of breakages) {
    const found = await falsify(breakage, findStage(breakage, stages), solver).catch((cause: unknown) => {
      throw new Error(`The breakage "${breakage.name}" could not be checked.`, { cause });
    });
    const expected = falsifiedBy[breakage.name];
    proven.push({ name: breakage.name, expected, found, problem: describeMismatch(found, expected) });
  }
  return proven;
};

/** Returns the stage that the local stack runs, unless a breakage exists only in a deployed one. */
export const findStage = ({ name }: Breakage, stages: readonly ProvenStage[]): ProvenStage => {
  const wanted = onlyDeployed.has(name) ? 'prod' : 'local';
  const stage = stages.find((each) => each.name === wanted);
  if (stage === undefined) throw new Error(`There is no stage ${wanted}.`);
  return stage;
};

const describeMismatch = (found: Falsification, expected: Expected | undefined): string | undefined => {
  const [is, should] = [describeBriefly(found), describeExpected(expected)];
  if (expected !== undefined && 'notUnderstood' in expected && found.kind === 'NotUnderstood')
    return expected.notUnderstood.test(found.message) ? undefined : found.message;
  return is === should ? undefined : `${is}, where it should be: ${should}`;
};

const describeBriefly = (found: Falsification): string => {
  switch (found.kind) {
    case 'LetsThrough':
      return `falsifies ${found.theorem}`;
    case 'RefusesWhatItIsFor':
      return `refuses what ${found.theorem} is for`;
    case 'NotUnderstood':
      return 'is not understood';
    case 'AllProven':
      return 'falsifies nothing';
  }
};

const describeExpected = (expected: Expected | undefined): string => {
  if (expected === undefined) return 'in the table';
  if ('falsifies' in expected) return `falsifies ${expected.falsifies}`;
  if ('refusesWhatItIsFor' in expected) return `refuses what ${expected.refusesWhatItIsFor} is for`;
  return 'notUnderstood' in expected ? 'is not understood' : 'falsifies nothing';
};
