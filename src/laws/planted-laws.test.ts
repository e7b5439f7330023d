import { describe, expect, test } from 'vitest';
import { catchFailure, expectSameFailure, findLaw } from '../../test/kit/law-failures.ts';
import { createPlantedNoteStore, faults, type NoteStoreFault } from '../../test/kit/stores/planted-note-stores.ts';
import { confusionLaws } from './confusion-laws.ts';
import { laws } from './laws.ts';
import { stateLaws } from './state-laws.ts';

describe('a store with a planted fault is rejected by the law that it breaks, with the reason', () => {
  const planted = Object.entries(faults).flatMap(([name, ofLaw]) =>
    (Object.entries(ofLaw) as [NoteStoreFault, string | RegExp][]).map(
      ([fault, sentence]) => [fault, name, sentence] as const,
    ),
  );
  test.each(planted)('%s', async (fault, name, sentence) => {
    const open = async () => createPlantedNoteStore(fault);
    // Ends at the first case that fails. Some faults show only if two things happen at once.
    const failure = await catchFailure(findLaw(name).hold(open, { runs: 1000 }));
    expect(failure?.message).toMatch(/Counterexample: /);
    expect(failure?.cause).toMatchObject({ message: expect.stringMatching(sentence) });
    await expect(expectSameFailure(findLaw(name), open, failure)).rejects.toThrow();
  });

  test('a store is rejected again by the seed and path of its failure, whatever the seed', async () => {
    const law = findLaw('treats concurrent calls as if they came in some order, note by note');
    const open = async () => createPlantedNoteStore('a delete looks before it writes');
    for (let seed = 0; seed < 20; seed++) {
      const failure = await catchFailure(law.hold(open, { runs: 1000, seed }));
      await expect(expectSameFailure(law, open, failure)).rejects.toThrow();
    }
  });

  test('every law has a fault, and there are more than 60 of them', () => {
    expect(new Set(planted.map(([fault]) => fault)).size).toBeGreaterThan(60);
    const others = [...confusionLaws, ...stateLaws];
    expect(new Set(Object.keys(faults))).toEqual(
      new Set(laws.filter((law) => !others.includes(law)).map(({ name }) => name)),
    );
  });
});
