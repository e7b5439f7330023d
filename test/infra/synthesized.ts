import { addNagChecks } from '../../infra/nag.ts';
import type { Stage } from '../../infra/stages.ts';
import { type Synthesized, synthesize } from '../../infra/synthesize.ts';

/** Synthesizes the template of each stage as JSON, by the stage's name. */
export const synthesizeTemplates = async (stages: readonly Stage[]): Promise<ReadonlyMap<string, string>> =>
  new Map([...(await synthesizeStacks(stages))].map(([name, { template }]) => [name, template]));

/** Synthesizes each stage's stack, by the stage's name. Throws on findings of cdk-nag. */
export const synthesizeStacks = (stages: readonly Stage[]): Promise<ReadonlyMap<string, Synthesized>> =>
  synthesize({ stages, prepare: addNagChecks });
