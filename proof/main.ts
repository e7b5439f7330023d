import { missingNode } from '../scripts/node-24.js';
import { proveBreakages } from './breakages/all.ts';
import { type Answers, keepAnswers } from './kept-answers.ts';
import { createCachingSolver } from './prove.ts';
import { synthesizeStages } from './proven-stages.ts';
import { formatBreakages, formatTheorems } from './report.ts';
import { startSolver } from './smt/solver.ts';
import { proveTheorems } from './theorems/prove-stage.ts';

// `npm run prove`: proves every theorem of every stage, and checks each planted breakage against them. Exits with 1 if
// anything is not as expected.
if (missingNode !== undefined) throw new Error(missingNode);

const start = performance.now();
const stages = await synthesizeStages();
const answers: Answers = new Map();
const solver = createCachingSolver(await startSolver(), answers);

const results = [];
for (const stage of stages) results.push(...(await proveTheorems(stage, solver)));
console.log(`${formatTheorems(results)}\n`);

const broken = await proveBreakages(stages, solver);
console.log(`${formatBreakages(broken)}\n`);
await solver.end();
await keepAnswers(answers);

const problems = [
  ...results.flatMap(({ theorem, stage, problems: found }) => found.map((each) => `${stage}, ${theorem}: ${each}`)),
  ...broken.flatMap(({ name, problem }) => (problem === undefined ? [] : [`${name}: ${problem}`])),
];
for (const problem of problems) console.error(problem);
const claims = results.reduce((sum, result) => sum + result.claims, 0);
const falsified = broken.filter(({ found }) => 'request' in found).length;
const seconds = ((performance.now() - start) / 1000).toFixed(0);
console.log(
  `${claims} claims about ${stages.length} stages proven, ${falsified} of ${broken.length} breakages with a ` +
    'counter-example, ' +
    `${seconds} s, ${problems.length} problems.`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
