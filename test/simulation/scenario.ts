import fc from 'fast-check';
import { somePlans } from './faults.ts';
import { someCommands } from './scheduled-actions.ts';
import type { Scenario } from './simulate.ts';

/** Some commands, some faults, and a seed for the SDK's back-off: all that a run depends on. */
export const someScenario: fc.Arbitrary<Scenario> = fc.record({
  commands: someCommands,
  plans: somePlans,
  seed: fc.nat(),
});
