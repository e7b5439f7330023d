import fc from 'fast-check';
import { someCommands } from './commands.ts';
import { somePlans } from './faults.ts';
import type { Scenario } from './simulate.ts';

/** Some commands, some faults, and a seed for the SDK's back-off: all that a run depends on. */
export const someScenario: fc.Arbitrary<Scenario> = fc.record({
  commands: someCommands,
  plans: somePlans,
  seed: fc.nat(),
});
