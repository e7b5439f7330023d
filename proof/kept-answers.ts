import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import manifest from './package.json' with { type: 'json' };
import type { SolverResult } from './smt/solver.ts';

/** What a version of Z3 answered, by the digest of the formula: another formula, or another version, has an answer of its own. */
export type Answers = Map<string, SolverResult>;

const folder = join(import.meta.dirname, '../build/proof');
const file = join(folder, `answers-of-z3-${manifest.devDependencies['z3-solver']}`);

/** Keeps what `npm run prove` solved, for tests that would solve the same once more. */
export const keepAnswers = async (answers: Answers): Promise<void> => {
  await mkdir(folder, { recursive: true });
  await writeFile(`${file}.new`, serialize(answers));
  await rename(`${file}.new`, file);
};

/** What was kept last; nothing, where `npm run prove` did not run. */
export const keptAnswers = async (): Promise<Answers> => {
  const kept = await readFile(file).catch(() => undefined);
  return kept === undefined ? new Map() : deserialize(kept);
};
