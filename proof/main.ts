import { missingNode } from '../scripts/node-24.js';
import { prove, remembering } from './prove.ts';
import { type ProvenStage, provenStages } from './proven-stages.ts';
import { inWords, type TheoremOfStage, tableOfTheorems } from './report.ts';
import { type Solver, startSolver } from './smt/solver.ts';
import { claimsAbout } from './theorems/all.ts';
import { subjectOf } from './theorems/subject.ts';
import { theoremNames } from './theorems/theorems.ts';

// `npm run prove`: every theorem of every stage. It exits with 1 on anything else.

if (missingNode !== undefined) throw new Error(missingNode);

const theoremsOf = async (stage: ProvenStage, solver: Solver): Promise<readonly TheoremOfStage[]> => {
  const claims = claimsAbout(subjectOf(stage.template(), stage.isolation));
  const results: TheoremOfStage[] = [];
  for (const theorem of theoremNames) {
    const start = performance.now();
    const ofTheorem = claims.filter((claim) => claim.theorem === theorem);
    const problems: string[] = [];
    for (const claim of ofTheorem) {
      const outcome = await prove(claim, solver);
      if (outcome.kind === 'Falsified') problems.push(`of ${claim.about}, it allows ${inWords(outcome.request)}`);
      if (outcome.kind === 'Vacuous') problems.push(`of ${claim.about}, ${outcome.why}`);
    }
    const milliseconds = performance.now() - start;
    results.push({ theorem, stage: stage.name, claims: ofTheorem.length, milliseconds, problems });
  }
  return results;
};

const start = performance.now();
const stages = await provenStages();
const solver = remembering(await startSolver());
const results: TheoremOfStage[] = [];
for (const stage of stages) results.push(...(await theoremsOf(stage, solver)));
console.log(`${tableOfTheorems(results)}\n`);

await solver.end();
const problems = [
  ...results.flatMap(({ theorem, stage, problems: found }) => found.map((each) => `${stage}, ${theorem}: ${each}`)),
];
for (const problem of problems) console.error(problem);
const proven = results.map(({ claims }) => claims).reduce((sum, claims) => sum + claims, 0);
const seconds = ((performance.now() - start) / 1000).toFixed(0);
console.log(`${proven} claims about ${stages.length} stages, ${seconds} s, ${problems.length} problems.`);
process.exitCode = problems.length === 0 ? 0 : 1;
