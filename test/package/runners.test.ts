import { describe, expect, onTestFinished, test } from 'vitest';
import { type Consumer, createConsumer } from './consumer.ts';

// The laws in other runners, over an adapter that keeps them and over one that does not: a runner that runs nothing
// would pass, too.

const adapters = `
  import { createMemoryNoteStore } from 'owned-notes/memory';
  export const sound = async () => createMemoryNoteStore();
  /** Takes every owner for the same one. */
  export const faulty = async () => {
    const store = createMemoryNoteStore();
    return Object.fromEntries(Object.entries(store).map(([name, method]) => [name, (owner, ...given) => method('us-east-1:1', ...given)]));
  };
`;

const projectWith = async (...packages: readonly string[]): Promise<Consumer> => {
  const project = await createConsumer(...packages);
  onTestFinished(() => project[Symbol.asyncDispose]());
  await project.write('adapters.js', adapters);
  return project;
};

/** Counts the laws that a runner's report in the Test Anything Protocol says are kept and broken. */
const counted = (output: string) => ({
  kept: output.match(/^\s*ok \d/gm)?.length ?? 0,
  broken: output.match(/^\s*not ok \d/gm)?.length ?? 0,
});

describe('vitest', () => {
  // The oldest that `peerDependencies` admits, and the last of each major version.
  test.for(['3.0.0', '3.2.7', '4.1.12', '5.1.1'])('%s runs the laws, and fails a faulty adapter', async (version) => {
    const project = await projectWith(`vitest@${version}`, 'fast-check@4.10.2');
    for (const adapter of ['sound', 'faulty']) {
      const source = `import { testNoteStoreLaws } from 'owned-notes/laws/vitest'; import { ${adapter} } from './adapters.js';
        testNoteStoreLaws('${adapter}', ${adapter}, { runs: 5 });`;
      await project.write(`${adapter}.test.js`, source);
    }
    const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=tap-flat'];
    const sound = await project.run([...vitest, 'sound.test.js']);
    const faulty = await project.run([...vitest, 'faulty.test.js']);
    expect(sound, sound.output).toMatchObject({ status: 0 });
    expect(counted(sound.output)).toEqual({ kept: expect.toSatisfy((kept) => kept > 10), broken: 0 });
    expect(faulty.status).toBe(1);
    expect(counted(faulty.output).broken).toBeGreaterThan(0);
  });
});

// The oldest that `peerDependencies` admits, and the newest.
test.for(['4.0.0', '4.10.2'])(
  'node:test runs the laws with fast-check %s and no other runner, and fails a faulty adapter',
  async (version) => {
    const project = await projectWith(`fast-check@${version}`);
    for (const adapter of ['sound', 'faulty']) {
      const source = `import test from 'node:test'; import { laws } from 'owned-notes/laws'; import { ${adapter} } from './adapters.js';
      for (const { name, hold } of laws) test(name, () => hold(${adapter}, { runs: 5 }));`;
      await project.write(`${adapter}.test.js`, source);
    }
    const sound = await project.run(['--test-reporter=tap', 'sound.test.js']);
    const faulty = await project.run(['--test-reporter=tap', 'faulty.test.js']);
    expect(sound, sound.output).toMatchObject({ status: 0 });
    expect(counted(sound.output)).toEqual({ kept: expect.toSatisfy((kept) => kept > 10), broken: 0 });
    expect(faulty.status).toBe(1);
    expect(counted(faulty.output).broken).toBeGreaterThan(0);
  },
);

test('Jest runs the laws, and fails a faulty adapter', async () => {
  const project = await projectWith('jest@30.5.2', 'fast-check@4.10.2');
  await project.write('jest.config.json', JSON.stringify({ transform: {}, testEnvironment: 'node' }));
  for (const adapter of ['sound', 'faulty']) {
    const source = `import { laws } from 'owned-notes/laws'; import { ${adapter} } from './adapters.js';
      test.each(laws)('$name', ({ hold }) => hold(${adapter}, { runs: 5 }));`;
    await project.write(`${adapter}.test.js`, source);
  }
  const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--json'];
  const sound = await project.run([...jest, 'sound.test.js']);
  const faulty = await project.run([...jest, 'faulty.test.js']);
  expect(sound, sound.output).toMatchObject({ status: 0 });
  expect(Number(/"numPassedTests":(\d+)/.exec(sound.output)?.[1])).toBeGreaterThan(10);
  expect(faulty.status).toBe(1);
  expect(Number(/"numFailedTests":(\d+)/.exec(faulty.output)?.[1])).toBeGreaterThan(0);
});
