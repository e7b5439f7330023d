import { createLocalStage, localUserPoolSettings, withDefaultChoices } from '../infra/local/template/local-stage.ts';
import { type Stage, stages } from '../infra/stages.ts';
import { synthesize } from '../infra/synthesize.ts';
import type { Template } from '../infra/template/template.ts';
import { prodWithAlarms } from '../test/infra/breakages/choices.ts';
import { application } from '../test/infra/deployments.ts';
import { resolve } from '../test/infra/resolve.ts';

/** A stage whose policies are proven. */
export interface ProvenStage {
  readonly name: string;
  readonly isolation: Stage['isolation'];
  /** Returns a new copy each time, which may be changed in place. */
  readonly template: () => Template;
}

/**
 * Both deployed stages (prod with alarms by mail), the local stack's stage, and one in which only the code keeps owners
 * apart.
 */
const all: readonly { readonly stage: Stage; readonly users?: typeof localUserPoolSettings }[] = [
  { stage: stages.dev },
  { stage: prodWithAlarms },
  { stage: createLocalStage(withDefaultChoices()), users: localUserPoolSettings },
  { stage: application },
];

/** Synthesizes the stages without the CDK's own rules: `npm test` checks those. */
export const synthesizeStages = async (): Promise<readonly ProvenStage[]> => {
  const made: ProvenStage[] = [];
  for (const { stage, users } of all) {
    const synthesized = await synthesize({ stages: [stage], users, namesCode: true, validates: false });
    const json = synthesized.get(stage.name)?.template ?? '';
    made.push({ name: stage.name, isolation: stage.isolation, template: () => resolve(json) });
  }
  return made;
};
