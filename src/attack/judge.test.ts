import { expect, test } from 'vitest';
import { readOperations } from './api/operations.ts';
import type { ApiAnswer } from './fetch-answer.ts';
import { judge } from './judge.ts';
import type { Probe, Scene } from './probe.ts';
import type { Side } from './side.ts';

const [operation] = readOperations({
  paths: { '/things': { get: { parameters: [{ name: 'cursor', in: 'query', schema: { type: 'string' } }] } } },
});
if (operation === undefined) throw new Error('There is none.');

const createSide = (name: string): Side => ({
  user: { name, fetch: () => Promise.reject(new Error('Nothing is sent.')) },
  ...{ marker: `written by ${name}`, kept: [], gone: [], repeatable: [], cursors: [], owner: {} },
});
const scene: Scene = {
  ...{ operations: [operation], forbidden: [], strangers: [] },
  ...{ attacker: createSide('ann'), victim: createSide('bob') },
  askingOf: (of, path) => ({ operation: of, path, query: [], headers: {} }),
};
const probe: Probe = {
  ...{ what: 'one’s own list to its end', by: scene.attacker.user, expects: 'own', follows: true },
  asking: scene.askingOf(operation, {}),
};

/** Judges a list of so many pages. `textOf` returns what a page says. */
const judgeList = (pages: number, textOf: (page: number) => string = () => '') =>
  judge(probe, scene, async ({ query }): Promise<ApiAnswer> => {
    const page = Number(query[0]?.[1] ?? 1);
    const json = page < pages ? { next: String(page + 1) } : {};
    return { status: 200, headers: new Headers(), text: textOf(page), json };
  });

test('a list is followed to its end', async () => {
  expect(await judgeList(1)).toMatchObject({ verdict: 'Held' });
  expect(await judgeList(1000)).toMatchObject({ verdict: 'Held' });
  expect(await judgeList(1000, (page) => (page === 1000 ? 'written by bob' : ''))).toMatchObject({
    ...{ verdict: 'CameThrough', came: '200, with what the other wrote, on page 1000' },
  });
});

test('a list that is too long to be followed to its end has no verdict', async () => {
  expect(await judgeList(1001)).toMatchObject({
    ...{ verdict: 'Inconclusive', came: 'a list of more than 1,000 pages, of which the others were not read' },
  });
});
