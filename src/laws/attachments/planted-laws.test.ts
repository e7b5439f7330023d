import { describe, expect, test } from 'vitest';
import { catchFailure, expectSameFailure } from '../../../test/kit/law-failures.ts';
import { type AttachmentFault, attachmentFaults } from '../../../test/kit/stores/planted-attachment-faults.ts';
import { createPlantedAttachmentStore } from '../../../test/kit/stores/planted-attachment-stores.ts';
import { attachmentLaws } from './attachment-laws.ts';

const lawNamed = (name: string) => {
  const found = attachmentLaws.find((law) => law.name === name);
  if (found === undefined) throw new Error(`There is no law "${name}".`);
  return found;
};

describe('a store of files with a planted fault is rejected by the law that it breaks, with the reason', () => {
  const planted = Object.entries(attachmentFaults).flatMap(([name, ofLaw]) =>
    (Object.entries(ofLaw) as [AttachmentFault, string | RegExp][]).map(
      ([fault, sentence]) => [fault, name, sentence] as const,
    ),
  );
  test.each(planted)('%s', async (fault, name, sentence) => {
    const open = async () => createPlantedAttachmentStore(fault);
    // Ends at the first case that fails. Some faults show only if two things happen at once.
    const failure = await catchFailure(lawNamed(name).hold(open, { runs: 1000 }));
    expect(failure?.message).toMatch(/Counterexample: /);
    expect(String((failure?.cause as Error | undefined)?.message)).toMatch(sentence);
    await expect(expectSameFailure(lawNamed(name), open, failure)).rejects.toThrow();
  });

  test('every law has a fault, and there are more than 60 of them', () => {
    expect(new Set(planted.map(([fault]) => fault)).size).toBeGreaterThan(60);
    expect(new Set(Object.keys(attachmentFaults))).toEqual(new Set(attachmentLaws.map(({ name }) => name)));
  });

  test.each(attachmentLaws)('the store without a fault keeps the law: $name', ({ hold }) =>
    hold(async () => createPlantedAttachmentStore(), { runs: 20 }),
  );
});
