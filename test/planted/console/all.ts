import type { ConsoleFaults } from './fault.ts';
import { attributionFaults } from './faults/attribution.ts';
import { contextFaults } from './faults/contexts.ts';
import { redactionFaults } from './faults/redaction.ts';
import { traceFaults } from './faults/traces.ts';
import { userFaults } from './faults/users.ts';

export const consoleFaults: ConsoleFaults = {
  ...contextFaults,
  ...attributionFaults,
  ...traceFaults,
  ...redactionFaults,
  ...userFaults,
};
