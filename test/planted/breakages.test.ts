import { beforeAll, describe, expect, test } from 'vitest';
import { breakages } from '../infra/breakages/all.ts';
import { prodWithAlarms } from '../infra/breakages/choices.ts';
import { findViolations } from '../infra/checks/all.ts';
import { resolve } from '../infra/resolve.ts';
import { synthesizeTemplates } from '../infra/synthesized.ts';

let prod: string;
beforeAll(async () => {
  prod = (await synthesizeTemplates([prodWithAlarms])).get(prodWithAlarms.name) ?? '';
});

describe('a check catches', () => {
  test.each(breakages)('$name', async ({ caughtBy, saying, plant }) => {
    const template = resolve(prod);
    plant(template);
    expect(await findViolations(template, [caughtBy])).toContainEqual(expect.stringContaining(saying));
  });
});
