import { App } from 'aws-cdk-lib';
import { routes } from '../src/lambda/routes.ts';
import { bundleFunctions } from './bundles.ts';
import { addCompileCache } from './compile-cache.ts';
import { addNagChecks } from './nag.ts';
import { createNotesStack } from './notes-stack.ts';
import { type Stage, stages } from './stages.ts';
import { buildWeb } from './web/build-web.ts';
import { packagePage } from './web/package-page.ts';

/** The app that the `cdk` command runs. Each stage is its own stack: `owned-notes-dev` and so on. */
const app = new App();
addNagChecks(app);
const bundles = await bundleFunctions();
const all: readonly Stage[] = Object.values(stages);
const cached = all.find(({ compileCache }) => compileCache);
if (cached) await Promise.all(routes.map(({ function: name }) => addCompileCache(bundles[name], cached.isolation)));
const page = all.some((stage) => stage.page) ? await packagePage(await buildWeb('page')) : undefined;
for (const stage of all) createNotesStack(app, stage, { bundles, page });
app.synth();
