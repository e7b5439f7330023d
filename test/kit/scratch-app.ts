import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';

/** Creates a CDK app with an output folder of its own, which is deleted when the app is disposed of. */
export const createScratchApp = (): App & Disposable => {
  const outdir = mkdtempSync(join(tmpdir(), 'owned-notes-app-'));
  const app = new App({ outdir, analyticsReporting: false });
  return Object.assign(app, { [Symbol.dispose]: () => rmSync(outdir, { recursive: true, force: true }) });
};
