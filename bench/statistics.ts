/** A median and its quartiles. */
export interface Quartiles {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** Computes the quartiles of at least one value, interpolating linearly between neighbours. */
export const calculateQuartiles = (values: readonly number[]): Quartiles => {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (q: number): number => {
    const position = q * (sorted.length - 1);
    const below = sorted[Math.floor(position)] ?? Number.NaN;
    const above = sorted[Math.ceil(position)] ?? Number.NaN;
    return below + (above - below) * (position - Math.floor(position));
  };
  return { low: at(0.25), median: at(0.5), high: at(0.75) };
};

/** Shuffles values into a random order. */
export const shuffle = <T>(values: readonly T[]): T[] =>
  values
    .map((value) => ({ value, lot: Math.random() }))
    .toSorted((a, b) => a.lot - b.lot)
    .map(({ value }) => value);
