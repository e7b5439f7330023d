import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { type DeployedName, deployedNames } from '../src/lambda/function-names.ts';
import type { Bundles } from './bundles.ts';
import { createNotesStack } from './notes-stack.ts';
import type { Stage } from './stages.ts';
import type { UserPoolSettings } from './user-pool-settings.ts';
import { readPage } from './web/built-page.ts';
import type { PackagedPage } from './web/package-page.ts';

export interface Synthesized {
  /** JSON. */
  readonly template: string;
  /** Whether CloudFormation refuses to delete the stack. */
  readonly isProtected: boolean;
}

export interface SynthesizeOptions {
  readonly stages: readonly Stage[];
  /** Default: the settings that are deployed. */
  readonly users?: UserPoolSettings | undefined;
  /** Whether the template names the folder of a function's code, and with it the function. */
  readonly namesCode?: boolean;
  /** The page to deploy. Default: a stand-in. */
  readonly page?: PackagedPage;
  readonly prepare?: (app: App) => void;
  /**
   * Whether to run the CDK's own rules, which takes longer than everything else. They matter for what is deployed.
   * Default: `true`.
   */
  readonly validates?: boolean;
}

/**
 * Synthesizes each stage's stack, by stage name, in this process, without an account or network. A function's code is a
 * stand-in in a folder with the function's name, and the page is a stand-in too, so nothing has to be bundled.
 */
export const synthesize = async (options: SynthesizeOptions): Promise<ReadonlyMap<string, Synthesized>> => {
  const { stages, users, namesCode = false, prepare = () => {}, validates = true } = options;
  const folder = await mkdtemp(join(tmpdir(), 'owned-notes-synth-'));
  try {
    const given = JSON.parse(await readFile(join(import.meta.dirname, '../cdk.json'), 'utf8')).context;
    const app = new App({
      outdir: join(folder, 'cdk.out'),
      context: {
        ...given,
        ...(namesCode && { 'aws:cdk:disable-asset-staging': true, 'aws:cdk:enable-asset-metadata': true }),
      },
      analyticsReporting: false,
    });
    prepare(app);
    const built = {
      bundles: await createStandIns(join(folder, 'code')),
      page: options.page ?? (await createStandInPage(join(folder, 'page-writer'))),
    };
    const stacks = stages.map((stage) => ({ name: stage.name, stack: createNotesStack(app, stage, built, users) }));
    const assembly = validates ? app.synth() : withoutValidation(() => app.synth());
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

/** Synthesizes without validation. The CDK reads this setting only from the environment. */
const withoutValidation = <T>(synth: () => T): T => {
  const { CDK_VALIDATION: before } = process.env;
  process.env.CDK_VALIDATION = 'false';
  try {
    return synth();
  } finally {
    if (before === undefined) delete process.env.CDK_VALIDATION;
    else process.env.CDK_VALIDATION = before;
  }
};

const noFunction = 'export const handler = async () => ({ statusCode: 501 });\n';

const createStandIns = async (folder: string): Promise<Bundles> => {
  const made = deployedNames.map(async (name): Promise<[DeployedName, string]> => {
    const code = join(folder, name);
    await mkdir(code, { recursive: true });
    await writeFile(join(code, 'index.mjs'), noFunction);
    return [name, code];
  });
  return Object.fromEntries(await Promise.all(made)) as Bundles;
};

const createStandInPage = async (bundle: string): Promise<PackagedPage> => {
  const built = join(bundle, 'page');
  await mkdir(join(built, 'assets'), { recursive: true });
  await writeFile(join(bundle, 'index.mjs'), noFunction);
  const files = {
    'index.html':
      '<!doctype html><html lang="en"><head><title>Notes</title></head>' +
      '<body><script>document.title;</script></body></html>\n',
    'assets/index-Dx3kQ9aB.js': 'document.title;\n',
    'favicon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(built, name), content);
  return { ...readPage(built), bundle, digest: 'of a stand-in' };
};
