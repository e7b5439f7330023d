import { App } from 'aws-cdk-lib';
import { routes } from '../src/lambda/routes.ts';
import { bundleFunctions } from './bundles.ts';
import { addCompileCache } from './compile-cache.ts';
import { checkedByNag } from './nag.ts';
import { notesStack } from './notes-stack.ts';
import { type Stage, stages } from './stages.ts';

/** What the CDK's command runs: every stage as a stack of its own, `owned-notes-dev` and so on. */
const app = new App();
checkedByNag(app);
const bundles = await bundleFunctions();
const all: readonly Stage[] = Object.values(stages);
const cached = all.find(({ compileCache }) => compileCache);
if (cached) await Promise.all(routes.map(({ function: name }) => addCompileCache(bundles[name], cached.isolation)));
for (const stage of all) notesStack(app, stage, bundles);
app.synth();
