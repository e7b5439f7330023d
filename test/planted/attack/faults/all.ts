import { assignmentFaults } from './assignments.ts';
import type { CreatePlant } from './fault.ts';
import { ignoringFaults } from './ignored.ts';
import { oracleFaults } from './oracles.ts';
import { ownerFaults } from './owners.ts';
import { sharedFaults } from './shared.ts';

/** Ways in which handlers let one user reach another's notes, or reveal them. */
export const handlerFaults = {
  ...ownerFaults,
  ...ignoringFaults,
  ...oracleFaults,
  ...assignmentFaults,
  ...sharedFaults,
} as const satisfies Readonly<Record<string, CreatePlant>>;

export type HandlerFault = keyof typeof handlerFaults;
