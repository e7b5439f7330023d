import { visitAll } from './sweep-visit.ts';
import { sweepPartsOf } from './sweep-wiring.ts';

const parts = sweepPartsOf(process.env);

/** What the schedule calls, with whatever event. */
export const handler = (_: unknown, context: { readonly getRemainingTimeInMillis: () => number }) =>
  visitAll(parts, () => context.getRemainingTimeInMillis());
