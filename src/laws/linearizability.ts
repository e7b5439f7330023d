/** An operation that took effect at one moment between its beginning and its end. */
export interface TimedOperation<State> {
  readonly began: number;
  /** `Infinity` if nobody knows when the operation took effect, or whether it will. */
  readonly ended: number;
  /** Whether the operation may never have taken effect. */
  readonly optional?: boolean;
  /** Returns the state after the operation, in a box; `undefined` if its outcome is impossible in this state. */
  readonly apply: (state: State) => { readonly state: State } | undefined;
}

/**
 * Returns whether the steps of one register are linearizable (Herlihy and Wing, 1990): whether an order, with each step
 * at a moment of its own time, explains all outcomes. Searches over the steps that can be next, and visits each set of
 * done steps with a state once (Wing and Gong, 1993; Lowe, 2017). Throws for more than 31 steps.
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
    // A step that ended before a done step began, and is not done itself, can no longer be put in order.
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
