import { visitAll } from './sweep-visit.ts';
import { wireSweep } from './sweep-wiring.ts';

const parts = wireSweep(process.env);

/** The function that the schedule calls, with any event. */
export const handler = (_: unknown, context: { readonly getRemainingTimeInMillis: () => number }) =>
  visitAll(parts, () => context.getRemainingTimeInMillis());
