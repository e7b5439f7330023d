import { App } from 'aws-cdk-lib';
import { bundleFunctions } from './bundles.ts';
import { checkedByNag } from './nag.ts';
import { notesStack } from './notes-stack.ts';
import { stages } from './stages.ts';

/** What the CDK's command runs: every stage as a stack of its own, `owned-notes-dev` and so on. */
const app = new App();
checkedByNag(app);
const bundles = await bundleFunctions();
for (const stage of Object.values(stages)) notesStack(app, stage, bundles);
app.synth();
