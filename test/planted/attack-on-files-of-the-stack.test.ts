import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileTechniques } from '../../src/cli/attack/files/techniques/all.ts';
import type { Report } from '../../src/exports/attack.ts';
import { fileBreakages } from '../infra/breakages/files.ts';
import { startTestStack } from '../kit/local-stack.ts';
import { runNotes } from '../kit/run-notes.ts';
import { foundInTemplate } from './attack/files/found-by.ts';
import { planted } from './planted.ts';

test('the table has each breakage about files, and no other', () => {
  expect(Object.keys(foundInTemplate).toSorted()).toEqual(fileBreakages.map(({ name }) => name).toSorted());
});

/** Runs `notes attack` by these techniques on a stack with a change. Returns what it found, and what it left there. */
const attacked = async (change: Parameters<typeof startTestStack>[0] & object, techniques: readonly string[]) => {
  await using stack = await startTestStack(change);
  const env = { NOTES_OUTPUTS: join(stack.data, 'outputs.json'), NOTES_SESSION: join(stack.data, 'session.json') };
  const args = ['attack', '--json', ...techniques.flatMap((name) => ['--technique', name])];
  const { code, out, err } = await runNotes(args, { home: stack.data, env });
  const { findings, unproven, tries }: Report = JSON.parse(out || `{"findings":[],"unproven":["${err}"],"tries":[]}`);
  const left = [];
  for (const folder of ['objects', 'uploads', 'data']) left.push(...(await readdir(join(stack.data, 'files', folder))));
  return { code, found: [...new Set(findings.map(({ technique }) => technique))], unproven, left, tries };
};

const all = fileTechniques.map(({ name }) => name);

test.each(['iam', 'application'] as const)(
  'nothing comes through on a sound stack, with isolation %s',
  async (isolation) => {
    const { tries, ...came } = await attacked({ isolation }, all);
    expect(came).toEqual({ code: 0, found: [], unproven: [], left: [] });
    expect(tries.filter(({ verdict }) => verdict !== 'Held')).toEqual([]);
    expect(tries.length).toBeGreaterThan(900);
  },
);

describe('a fault in the template', () => {
  const rows = fileBreakages.flatMap((breakage) => {
    const row = foundInTemplate[breakage.name];
    return row === undefined ? [] : [{ name: breakage.name, change: planted(breakage), row }];
  });

  test.each(rows.filter(({ row }) => 'technique' in row))('is found: $name', async ({ change, row }) => {
    if (!('technique' in row)) throw new Error('No technique finds it.');
    const { code, found, left } = await attacked({ change }, [row.technique]);
    expect({ code, found, left }).toEqual({ code: 1, found: [row.technique], left: [] });
  });

  test.each(rows.filter(({ row }) => 'starts' in row && row.starts))('opens nothing: $name', async ({ change }) => {
    const { code, found } = await attacked({ change }, all);
    expect({ code, found }).toEqual({ code: 0, found: [] });
  });

  test.each(rows.filter(({ row }) => 'starts' in row && !row.starts))('is refused: $name', async ({ change }) => {
    await expect(startTestStack({ change })).rejects.toMatchObject({ name: 'NotDeployable' });
  });
});
