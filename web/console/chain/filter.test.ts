import { expect, test } from 'vitest';
import type { Row } from '../../../infra/local/trace/trace.ts';
import { describeOutcome, everything, passes } from './filter.ts';

const row: Row = { id: 't1', kind: 'files', time: '', method: 'POST', path: '/?delete', status: 200, isRefused: false };

test.each([
  ['served', row, ['all', 'served']],
  ['denied in part', { ...row, isDeniedInPart: true }, ['all', 'refused', 'served']],
  ['refused', { ...row, status: 403, isRefused: true }, ['all', 'refused']],
] as const)('a request that was %s is called so, and found by what came of it', (outcome, each, found) => {
  expect(describeOutcome(each)).toBe(outcome);
  const filters = (['all', 'refused', 'served'] as const).map((which) => ({ ...everything, outcome: which }));
  expect(filters.filter((filter) => passes(each, filter)).map((filter) => filter.outcome)).toEqual(found);
});
