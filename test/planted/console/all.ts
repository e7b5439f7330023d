import { attributionFaults } from './attribution-faults.ts';
import type { ConsoleFaults } from './fault.ts';
import { tellingFaults } from './telling-faults.ts';

export const consoleFaults: ConsoleFaults = { ...attributionFaults, ...tellingFaults };
