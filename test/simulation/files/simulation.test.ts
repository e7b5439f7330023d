import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startTestS3 } from '../../../infra/local/s3/test-s3.ts';
import { kinds, type NetworkFault } from './faults.ts';
import { someScenario } from './scheduled-actions.ts';
import { createSimulation } from './simulate.ts';

test('the S3 adapter keeps its promises, whatever happens between it and S3', async () => {
  await using api = await startTestS3({ denial: () => undefined });
  const tally = { commands: 0, faults: new Map<NetworkFault, number>() };
  using simulated = createSimulation(api, tally);
  await fc.assert(fc.asyncProperty(someScenario(), simulated.run), { numRuns: 80 });
  // Large files have several parts, so that a fault can hit any of four requests.
  await fc.assert(fc.asyncProperty(someScenario(1), simulated.run), { numRuns: 4 });
  expect(tally.commands).toBeGreaterThan(200);
});

test('scenarios contain every kind of fault', () => {
  const drawn = new Set(fc.sample(someScenario(), 200).flatMap(({ plans }) => plans.map(({ fault }) => fault)));
  for (const kind of kinds) expect(drawn).toContain(kind);
});
