import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPage } from '../docs/markdown.ts';
import { createScratchCopy } from '../kit/scratch-copy.ts';
import { create, edit, type Ran, run } from './follow.ts';
import { type Command, readWalkthroughs, type Walkthrough } from './walkthrough.ts';

const walkthroughs = readWalkthroughs(readPage('CONTRIBUTING.md'));

let copy: Awaited<ReturnType<typeof createScratchCopy>>;
beforeAll(async () => {
  copy = await createScratchCopy(/^(?!bench\/(?:results|contestants)\/|docs\/pictures\/)/);
});
afterAll(() => copy?.[Symbol.asyncDispose]());

const expectAsSaid = ({ line, fails, says }: Command, { failed, output }: Ran): void => {
  expect({ line, fails: failed }, output).toEqual({ line, fails });
  for (const said of says) expect(output).toContain(said);
};

/** Whether a command is put off: types are checked once at the end, for all walkthroughs, as that takes longest. */
const isLate = ({ line, fails }: Command): boolean => line === 'npm run types' && !fails;

const follow = async ({ steps }: Walkthrough): Promise<void> => {
  for (const step of steps) {
    if (step.kind === 'create') await create(copy.folder, step);
    else if (step.kind === 'edit') await edit(copy.folder, step);
    else if (!isLate(step)) expectAsSaid(step, await run(copy.folder, step));
  }
};

describe('CONTRIBUTING.md, followed step by step in a copy of the project,', () => {
  test('has a walkthrough for each kind of change', () => {
    const names = ['Add a field', 'Add a route', 'Add a store', 'Add a law', 'Add a planted fault'];
    expect(walkthroughs.map(({ name }) => name)).toEqual(names);
    for (const { steps } of walkthroughs)
      expect(steps.some((step) => step.kind === 'command' && isLate(step))).toBe(true);
  });

  test.each(walkthroughs)('leads through: $name', follow);

  test('leaves sources that pass the type check', async () => {
    const types: Command = { kind: 'command', line: 'npm run types', fails: false, says: [] };
    expectAsSaid(types, await run(copy.folder, types));
  });
});

describe('a walkthrough that does not fit the sources fails, as it', () => {
  test('changes a place that is not there, or is there twice', async () => {
    const change = { kind: 'edit', file: 'LICENSE', before: 'no such line\n', after: '' } as const;
    await expect(edit(copy.folder, change)).rejects.toThrow('LICENSE has this 0 times');
    await expect(edit(copy.folder, { ...change, before: '\n' })).rejects.toThrow('instead of once');
  });

  test('creates a file that exists', async () => {
    const file = { kind: 'create', file: 'LICENSE', text: '' } as const;
    await expect(create(copy.folder, file)).rejects.toThrow('LICENSE exists already.');
  });

  test('expects what a command does not do', async () => {
    const command = { kind: 'command', line: 'echo one && false', fails: false, says: ['two'] } as const;
    const ran = await run(copy.folder, command);
    expect(ran).toEqual({ failed: true, output: 'one\n\n' });
    expect(() => expectAsSaid(command, ran)).toThrow();
    expect(() => expectAsSaid({ ...command, fails: true }, ran)).toThrow();
    expect(() => expectAsSaid({ ...command, fails: true, says: ['one'] }, ran)).not.toThrow();
  });
});
