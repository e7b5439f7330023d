import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { findRoom } from './test/mutation/rooms.ts';

const { tests, order, patience } = findRoom(process.env.MUTATION_ROOM);
const place = ({ moduleId }: TestSpecification): number => order.findIndex((part) => moduleId.includes(part));

class QuickFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => place(a) - place(b));
  }
}

/** The tests that Stryker runs against a room's mutants. */
export default defineConfig({
  test: {
    include: [...tests],
    globalSetup: ['test/kit/none-left.ts', 'test/kit/build-first.ts'],
    setupFiles: ['test/kit/one-seed.ts'],
    sequence: { sequencer: QuickFirst },
    expect: { poll: { timeout: patience } },
    testTimeout: patience,
    hookTimeout: patience,
  },
});
