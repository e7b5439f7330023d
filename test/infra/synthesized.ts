import { addNagChecks } from '../../infra/nag.ts';
import type { Stage } from '../../infra/stages.ts';
import { type Synthesized, synthesize } from '../../infra/synthesize.ts';

/** The template of each stage as synthesized JSON, by the stage's name. */
export const synthesizeTemplates = async (stages: readonly Stage[]): Promise<ReadonlyMap<string, string>> =>
  new Map([...(await synthesizeStacks(stages))].map(([name, { template }]) => [name, template]));

/** Each stage's stack, by the stage's name. Throws where cdk-nag finds something. */
export const synthesizeStacks = (stages: readonly Stage[]): Promise<ReadonlyMap<string, Synthesized>> =>
  synthesize({ stages, prepare: addNagChecks });
