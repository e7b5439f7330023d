import fc from 'fast-check';
import { somePlans } from './faults.ts';
import { someCommands } from './scheduled-actions.ts';
import type { Scenario } from './simulate.ts';

/** Draws everything that a run depends on: actions, faults, and a seed for the SDK's back-off. */
export const someScenario: fc.Arbitrary<Scenario> = fc.record({
  commands: someCommands,
  plans: somePlans,
  seed: fc.nat(),
});
