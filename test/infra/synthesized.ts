import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { checkedByNag } from '../../infra/nag.ts';
import { notesStack } from '../../infra/notes-stack.ts';
import type { Stage } from '../../infra/stages.ts';

interface Synthesized {
  readonly template: string;
  /** Whether CloudFormation refuses to delete the stack. */
  readonly isProtected: boolean;
}

/** The template of each stage as synthesized JSON, by the stage's name. */
export const synthesized = async (stages: readonly Stage[]): Promise<ReadonlyMap<string, string>> =>
  new Map([...(await synthesizedStacks(stages))].map(([name, { template }]) => [name, template]));

/**
 * Each stage's stack, by the stage's name: in this process, without an account or network,
 * and with the settings that `cdk.json` gives the command. Throws where cdk-nag finds something. The functions' code is
 * a stand-in, so that nothing has to be bundled.
 */
export const synthesizedStacks = async (stages: readonly Stage[]): Promise<ReadonlyMap<string, Synthesized>> => {
  const folder = await mkdtemp(join(tmpdir(), 'owned-notes-synth-'));
  try {
    const { context } = JSON.parse(await readFile(join(import.meta.dirname, '../../cdk.json'), 'utf8'));
    const code = join(folder, 'code');
    await mkdir(code);
    await writeFile(join(code, 'index.mjs'), 'export const handler = async () => ({ statusCode: 501 });\n');
    const app = new App({ outdir: join(folder, 'cdk.out'), context, analyticsReporting: false });
    checkedByNag(app);
    const bundles = { create: code, list: code, get: code, update: code, delete: code };
    const stacks = stages.map((stage) => ({ name: stage.name, stack: notesStack(app, stage, bundles) }));
    const assembly = app.synth();
    return new Map(
      stacks.map(({ name, stack }) => {
        const { template, terminationProtection } = assembly.getStackByName(stack.stackName);
        return [name, { template: JSON.stringify(template), isProtected: terminationProtection === true }];
      }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
