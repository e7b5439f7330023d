import { baseline } from './contestants.ts';
import { calculateQuartiles, type Quartiles } from './statistics.ts';
import type { Scenario } from './work.ts';

/** A kind of figure, of which each contestant has one value in each repetition. */
export interface Cell {
  readonly group: Group;
  readonly scenario: Scenario;
  readonly figure: 'cpu' | 'wall' | 'rss' | 'heap';
}

export type Group = 'cold' | 'warm, no network' | 'warm, loopback';

export interface Figure extends Cell {
  readonly contestant: string;
  /** Milliseconds, or bytes. */
  readonly value: Quartiles;
  /** The ratio to the baseline's value of the same repetition. */
  readonly ratio: Quartiles;
}

/** Collects values. A contestant's repetitions must be added in order. */
export const createFigures = () => {
  const cells = new Map<string, { readonly cell: Cell; readonly of: Map<string, number[]> }>();
  return {
    note: (contestant: string, cell: Cell, value: number): void => {
      const key = JSON.stringify(cell);
      const known = cells.get(key) ?? { cell, of: new Map<string, number[]>() };
      cells.set(key, known);
      known.of.set(contestant, [...(known.of.get(contestant) ?? []), value]);
    },
    all: (): readonly Figure[] =>
      [...cells.values()].flatMap(({ cell, of }) => {
        const base = of.get(baseline) ?? [];
        return [...of].map(([contestant, values]) => {
          const ratios = values.map((value, repetition) => value / (base[repetition] ?? Number.NaN));
          return { ...cell, contestant, value: calculateQuartiles(values), ratio: calculateQuartiles(ratios) };
        });
      }),
  };
};

export type Figures = ReturnType<typeof createFigures>;
