import { isLinearizable, type TimedOperation } from '../../../src/laws/linearizability.ts';
import type { Put } from './contents.ts';

/** What an owner did to one file, or saw of it. */
export type Observed =
  | { readonly type: 'put'; readonly put: Put; readonly came: 'ok' | 'OutcomeUnknown' }
  | { readonly type: 'delete'; readonly came: 'ok' | 'OutcomeUnknown' }
  | {
      readonly type: 'read';
      readonly bytes: Buffer;
      readonly isWhole: boolean;
      readonly size: number;
      readonly mediaType: string;
    }
  | { readonly type: 'missing' }
  | { readonly type: 'listed'; readonly size: number };

export interface Observation {
  readonly who: number;
  readonly key: string;
  readonly began: number;
  readonly ended: number;
  readonly observed: Observed;
}

/** Throws if no order of the operations on a file explains what was seen of it. */
export const checkFile = (observations: readonly Observation[], who: number, key: string): void => {
  const mine = observations.filter((each) => each.who === who && each.key === key);
  const puts = new Map(
    mine.flatMap(({ observed }) => (observed.type === 'put' ? [[observed.put.number, observed.put]] : [])),
  );
  must(
    isLinearizable<number | null>(
      null,
      mine.map((each) => createTimedOperation(each, puts)),
    ),
    `No order explains what happened to "${key}" of ${who}:\n${mine.map(told).join('\n')}`,
  );
};

/** Converts an observation of a file. The file's state is the number of the action that put it, or `null`. */
const createTimedOperation = (
  { began, ended, observed }: Observation,
  puts: ReadonlyMap<number, Put>,
): TimedOperation<number | null> => {
  const isUnknown = 'came' in observed && observed.came === 'OutcomeUnknown';
  return {
    began,
    ended: isUnknown ? Number.POSITIVE_INFINITY : ended,
    optional: isUnknown,
    apply: (state) => {
      if (observed.type === 'put') return { state: observed.put.number };
      if (observed.type === 'delete') return { state: null };
      if (observed.type === 'missing') return state === null ? { state } : undefined;
      const put = state === null ? undefined : puts.get(state);
      return put !== undefined && isOf(observed, put) ? { state } : undefined;
    },
  };
};

const isOf = (observed: Extract<Observed, { size: number }>, { bytes, mediaType }: Put): boolean => {
  if (observed.size !== bytes.length) return false;
  if (observed.type === 'listed') return true;
  if (observed.mediaType !== mediaType || (observed.isWhole && observed.bytes.length !== bytes.length)) return false;
  return bytes.subarray(0, observed.bytes.length).equals(observed.bytes);
};

const told = ({ began, ended, observed }: Observation): string => {
  const shown = (name: string, value: unknown) => {
    if (name === 'bytes') return undefined;
    return value;
  };
  const read = observed.type === 'read' ? ` ${observed.bytes.length} bytes, ${observed.bytes.subarray(0, 20)}` : '';
  return `from ${began} to ${ended}: ${JSON.stringify(observed, shown)}${read}`;
};

export function must(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}
