import { prove } from '../prove.ts';
import type { ProvenStage } from '../proven-stages.ts';
import { describeRequest, type TheoremOfStage } from '../report.ts';
import type { Solver } from '../smt/solver.ts';
import { listClaims } from './all.ts';
import { readSubject } from './subject.ts';
import { theoremNames } from './theorems.ts';

/** Proves every theorem of a stage. */
export const proveTheorems = async (stage: ProvenStage, solver: Solver): Promise<readonly TheoremOfStage[]> => {
  const claims = listClaims(readSubject(stage.template(), stage.isolation));
  const results: TheoremOfStage[] = [];
  for (const theorem of theoremNames) {
    const start = performance.now();
    const ofTheorem = claims.filter((claim) => claim.theorem === theorem);
    const problems: string[] = [];
    for (const claim of ofTheorem) {
      const outcome = await prove(claim, solver);
      if (outcome.kind === 'Falsified')
        problems.push(`for ${claim.about}, it allows ${describeRequest(outcome.request)}`);
      if (outcome.kind === 'Vacuous') problems.push(`for ${claim.about}, ${outcome.why}`);
    }
    const milliseconds = performance.now() - start;
    results.push({ theorem, stage: stage.name, claims: ofTheorem.length, milliseconds, problems });
  }
  return results;
};
