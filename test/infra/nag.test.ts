import { Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { expect, test } from 'vitest';
import { addNagChecks } from '../../infra/nag.ts';
import { createScratchApp } from '../kit/scratch-app.ts';

test('synthesis fails on a finding of cdk-nag', () => {
  using app = createScratchApp();
  addNagChecks(app);
  new Bucket(new Stack(app, 'Careless'), 'Bucket');
  expect(() => app.synth()).toThrow('AwsSolutions-S1');
});
