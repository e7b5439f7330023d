import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { expect, test } from 'vitest';
import { addNagChecks } from '../../infra/nag.ts';

test('synthesis fails on a finding of cdk-nag', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'owned-notes-nag-'));
  try {
    const app = new App({ outdir: folder, analyticsReporting: false });
    addNagChecks(app);
    new Bucket(new Stack(app, 'Careless'), 'Bucket');
    expect(() => app.synth()).toThrow('AwsSolutions-S1');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
