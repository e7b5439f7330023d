/** Something that happened at one moment between its beginning and its end. */
export interface TimedOperation<State> {
  readonly began: number;
  /** `Infinity` where nobody knows when it happened, or whether it will. */
  readonly ended: number;
  /** Whether it may also not have happened at all. */
  readonly optional?: boolean;
  /** The state after it, in a box; `undefined` if it cannot have happened in this state as it did. */
  readonly apply: (state: State) => { readonly state: State } | undefined;
}

/**
 * Whether the steps of one register can be put in an order, each at a moment of its own time, in which each comes to what it
 * came to: linearizability (Herlihy and Wing, 1990), by search over the steps that can be next, each set of done steps
 * and state looked at once (Wing and Gong, 1993; Lowe, 2017). Up to 31 steps.
 */
export const isLinearizable = <State>(initial: State, steps: readonly TimedOperation<State>[]): boolean => {
  if (steps.length > 31) throw new Error(`${steps.length} steps of one note are too many to order.`);
  const mandatory = steps.reduce((mask, { optional }, index) => (optional ? mask : mask | (1 << index)), 0);
  const seen = new Set<string>();

  const search = (state: State, done: number, latestBegin: number): boolean => {
    if ((done & mandatory) === mandatory) return true;
    const place = `${done} ${JSON.stringify(state)}`;
    if (seen.has(place)) return false;
    seen.add(place);
    // A step that is left behind, having ended before another began that is done, can never be put in order.
    if (steps.some(({ ended, optional }, index) => !optional && !(done & (1 << index)) && ended < latestBegin))
      return false;
    return steps.some(({ began, ended, apply }, index) => {
      if (done & (1 << index) || ended < latestBegin) return false;
      const after = apply(state);
      return after !== undefined && search(after.state, done | (1 << index), Math.max(latestBegin, began));
    });
  };
  return search(initial, 0, Number.NEGATIVE_INFINITY);
};
