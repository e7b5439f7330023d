import { gzipSync } from 'node:zlib';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Children } from './child-process.ts';
import type { Budget } from './child/job.ts';
import { baseline, type Contestant } from './contestants.ts';
import type { Loopback } from './loopback.ts';
import { drawn, type Quartiles, quartilesOf } from './statistics.ts';
import type { Scenario, Work } from './work.ts';

/** A contestant, and what it was recorded doing. */
export interface Entrant {
  readonly contestant: Contestant;
  readonly work: Work;
}

/** A kind of figure: each contestant has one value of it in each repetition. */
export interface Cell {
  readonly group: 'cold' | 'warm, no network' | 'warm, loopback';
  readonly scenario: Scenario;
  readonly figure: 'cpu' | 'wall' | 'rss' | 'heap';
}

export interface Measured extends Cell {
  readonly contestant: string;
  /** Milliseconds, or bytes. */
  readonly value: Quartiles;
  /** To the baseline's of the same repetition. */
  readonly ratio: Quartiles;
}

export interface Plan {
  readonly coldRepetitions: number;
  readonly warmRepetitions: number;
  readonly cold: readonly Scenario[];
  readonly warm: readonly Scenario[];
  readonly warmUp: Budget;
  readonly measured: Budget;
  readonly progress: (done: number, of: number, what: string) => void;
}

/**
 * Measures everybody in one run. In each repetition the contestants take turns, scenario by scenario, in an order that is
 * drawn anew: what the machine does meanwhile then falls on all of them, and a ratio is of two neighbours in time.
 */
export const measure = async (
  entrants: readonly Entrant[],
  children: Children,
  { endpoint, authority }: Loopback,
  plan: Plan,
): Promise<readonly Measured[]> => {
  const values = new Map<string, { cell: Cell; of: Map<string, number[]> }>();
  const note = (contestant: string, cell: Cell, value: number): void => {
    const key = JSON.stringify(cell);
    const known = values.get(key) ?? { cell, of: new Map<string, number[]>() };
    values.set(key, known);
    known.of.set(contestant, [...(known.of.get(contestant) ?? []), value]);
  };

  const cold = async ({ contestant, work }: Entrant, scenario: Scenario): Promise<void> => {
    const { functionName, event, accessKeyId } = recordingOf(work, scenario);
    const placed = { contestant, functionName, endpoint, authority, accessKeyId };
    const result = await children.cold(placed, event);
    hasWorked(contestant, scenario, result.answer.statusCode);
    note(contestant.name, { group: 'cold', scenario, figure: 'cpu' }, result.cpu);
    note(contestant.name, { group: 'cold', scenario, figure: 'wall' }, result.wall);
    note(contestant.name, { group: 'cold', scenario, figure: 'rss' }, result.rss);
    note(contestant.name, { group: 'cold', scenario, figure: 'heap' }, result.heapUsed);
  };
  const warm = async ({ contestant, work }: Entrant, scenario: Scenario, group: Cell['group']): Promise<void> => {
    const { functionName, event, accessKeyId, answers } = recordingOf(work, scenario);
    const { warmUp, measured } = plan;
    const job = group === 'warm, no network' ? { warmUp, measured, answers } : { warmUp, measured };
    const result = await children.warm({ contestant, functionName, endpoint, authority, accessKeyId }, event, job);
    hasWorked(contestant, scenario, result.answer.statusCode);
    note(contestant.name, { group, scenario, figure: 'cpu' }, result.cpu);
  };

  const rounds = Math.max(plan.coldRepetitions, plan.warmRepetitions);
  const total =
    entrants.length * (plan.coldRepetitions * plan.cold.length + plan.warmRepetitions * plan.warm.length * 2);
  let done = 0;
  const turns = async (what: string, scenario: Scenario, turn: (entrant: Entrant) => Promise<void>) => {
    for (const entrant of drawn(entrants)) {
      plan.progress(done++, total, `${what}, ${scenario}, ${entrant.contestant.name}`);
      await turn(entrant);
    }
  };
  for (let round = 0; round < rounds; round++) {
    if (round < plan.coldRepetitions)
      for (const scenario of plan.cold) await turns('cold', scenario, (entrant) => cold(entrant, scenario));
    if (round < plan.warmRepetitions)
      for (const scenario of plan.warm)
        for (const group of ['warm, no network', 'warm, loopback'] as const)
          await turns(group, scenario, (entrant) => warm(entrant, scenario, group));
  }
  plan.progress(total, total, 'done');

  return [...values.values()].flatMap(({ cell, of }) => {
    const base = of.get(baseline) ?? [];
    return [...of].map(([contestant, own]) => {
      const ratios = own.map((value, repetition) => value / (base[repetition] ?? Number.NaN));
      return { ...cell, contestant, value: quartilesOf(own), ratio: quartilesOf(ratios) };
    });
  });
};

const recordingOf = (work: Work, scenario: Scenario) => {
  const recording = work.get(scenario);
  if (recording === undefined) throw new Error(`Nothing was recorded for "${scenario}".`);
  return recording;
};

const hasWorked = ({ name }: Contestant, scenario: Scenario, status: number): void => {
  if (status !== 200 && status !== 204) throw new Error(`${name} answered ${status} to ${scenario}.`);
};

export interface BundleSize {
  readonly bytes: number;
  readonly gzip: number;
}

/** The code that a function's folder holds. */
export const sizeOf = (folder: string): BundleSize => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(?:m|c)?js$/.test(file));
  const contents = files.map((file) => readFileSync(join(folder, file)));
  return {
    bytes: contents.reduce((sum, content) => sum + content.length, 0),
    gzip: contents.reduce((sum, content) => sum + gzipSync(content).length, 0),
  };
};
