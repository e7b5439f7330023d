import { NotDeployable } from '../../infra/local/deployment/not-deployable.ts';
import type { Request } from '../../infra/local/iam/request.ts';
import type { Breakage } from '../../test/infra/breakages/breakage.ts';
import { prove } from '../prove.ts';
import type { ProvenStage } from '../proven-stages.ts';
import type { Solver } from '../smt/solver.ts';
import { listClaims } from '../theorems/all.ts';
import { readSubject, type Subject } from '../theorems/subject.ts';
import type { TheoremName } from '../theorems/theorems.ts';

/** What a template with a planted breakage does to the theorems. */
export type Falsification =
  /**
   * The first claim that does not hold, with the request that is let through, or with the intended request that is
   * refused.
   */
  | {
      readonly kind: 'LetsThrough' | 'RefusesWhatItIsFor';
      readonly theorem: TheoremName;
      readonly about: string;
      readonly request: Request;
      readonly subject: Subject;
    }
  /** Neither the proof nor the local stack can read the template. */
  | { readonly kind: 'NotUnderstood'; readonly message: string }
  | { readonly kind: 'AllProven' };

export const falsify = async ({ plant }: Breakage, stage: ProvenStage, solver: Solver): Promise<Falsification> => {
  const template = stage.template();
  plant(template);
  try {
    const subject = readSubject(template, stage.isolation);
    for (const claim of listClaims(subject)) {
      const outcome = await prove(claim, solver);
      const { theorem, about } = claim;
      if (outcome.kind === 'Falsified')
        return { kind: 'LetsThrough', theorem, about, request: outcome.request, subject };
      if (outcome.kind === 'Vacuous' && outcome.request !== undefined)
        return { kind: 'RefusesWhatItIsFor', theorem, about, request: outcome.request, subject };
    }
    return { kind: 'AllProven' };
  } catch (error) {
    if (error instanceof NotDeployable) return { kind: 'NotUnderstood', message: error.message };
    throw error;
  }
};
