import { visitAll } from './sweep-visit.ts';
import { wireSweep } from './sweep-wiring.ts';

const parts = wireSweep(process.env);

/** What the schedule calls, with whatever event. */
export const handler = (_: unknown, context: { readonly getRemainingTimeInMillis: () => number }) =>
  visitAll(parts, () => context.getRemainingTimeInMillis());
