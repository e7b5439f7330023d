import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** In this order: a mutant dies at the first test that fails, and those of the whole are slow. */
const order = ['/src/domain/', '/src/adapters/', '/src/lambda/', '/src/laws/', '/test/wire', '/test/handler', '/test/'];
const place = ({ moduleId }: TestSpecification): number => order.findIndex((part) => moduleId.includes(part));

class QuickFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => place(a) - place(b));
  }
}

/** The tests that Stryker holds its mutants against: those of the sources, without a network and without real time. */
export default defineConfig({
  test: {
    include: [
      'src/{domain,ports,laws,adapters,lambda}/**/*.test.ts',
      'test/{wire,handler-laws,stores-agree}.test.ts',
      'test/simulation/*.test.ts',
    ],
    setupFiles: ['test/one-seed.ts'],
    sequence: { sequencer: QuickFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
