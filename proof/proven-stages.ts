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
  /** Another one each time, for changing in place. */
  readonly template: () => Template;
}

/** Both that are deployed, prod with alarms by mail, the one of the local stack, and one where the code alone keeps owners apart. */
const all: readonly { readonly stage: Stage; readonly users?: typeof localUserPoolSettings }[] = [
  { stage: stages.dev },
  { stage: prodWithAlarms },
  { stage: createLocalStage(withDefaultChoices()), users: localUserPoolSettings },
  { stage: application },
];

/** Synthesizes them, without the CDK's own rules, which `npm test` holds them to. */
export const synthesizeStages = async (): Promise<readonly ProvenStage[]> => {
  const made: ProvenStage[] = [];
  for (const { stage, users } of all) {
    const synthesized = await synthesize({ stages: [stage], users, namesCode: true, validates: false });
    const json = synthesized.get(stage.name)?.template ?? '';
    made.push({ name: stage.name, isolation: stage.isolation, template: () => resolve(json) });
  }
  return made;
};
