import type { FunctionName } from '../src/lambda/routes.ts';
import type { BundleSize } from './bundle-size.ts';
import type { Figure } from './figures.ts';
import type { Scenario } from './work.ts';

/** The results of a run, as in `results.json`. */
export interface BenchmarkResults {
  readonly about: {
    readonly node: string;
    readonly processor: string;
    readonly processors: number;
    readonly repetitions: number;
    readonly turns: number;
  };
  readonly contestants: readonly ContestantFigures[];
  readonly figures: readonly Figure[];
}

export interface ContestantFigures {
  readonly name: string;
  readonly bundles: readonly (BundleSize & { readonly functionName: FunctionName })[];
  /** The number of DynamoDB calls, and their capacity, in each scenario. */
  readonly calls: readonly { readonly scenario: Scenario; readonly calls: number; readonly capacity: number }[];
}

export const findContestant = ({ contestants }: BenchmarkResults, name: string): ContestantFigures | undefined =>
  contestants.find((each) => each.name === name);

export const findGetGzip = ({ bundles }: ContestantFigures): number =>
  bundles.find(({ functionName }) => functionName === 'get')?.gzip ?? Number.NaN;

export const calculateMean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
