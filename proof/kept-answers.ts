import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import manifest from './package.json' with { type: 'json' };
import type { SolverResult } from './smt/solver.ts';

/** The answers of one version of Z3, by the formula's digest. Another formula or version has its own answer. */
export type Answers = Map<string, SolverResult>;

const folder = join(import.meta.dirname, '../build/proof');
const file = join(folder, `answers-of-z3-${manifest.devDependencies['z3-solver']}`);

/** Saves what `npm run prove` solved, so that tests need not solve it again. */
export const keepAnswers = async (answers: Answers): Promise<void> => {
  await mkdir(folder, { recursive: true });
  await writeFile(`${file}.new`, serialize(answers));
  await rename(`${file}.new`, file);
};

/** Returns the answers saved last, or none if `npm run prove` has not run. */
export const keptAnswers = async (): Promise<Answers> => {
  const kept = await readFile(file).catch(() => undefined);
  return kept === undefined ? new Map() : deserialize(kept);
};
