import { expect, test } from 'vitest';
import { readTableSettings } from './settings.ts';
import { readSweepSettings } from './sweep-settings.ts';

const env = {
  AWS_REGION: 'eu-central-1',
  NOTES_TABLE_NAME: 'notes',
  BUCKET_NAME: 'files',
  SWEEP_INTERVAL_SECONDS: '86400',
  ISOLATION: 'iam',
  DATA_ROLE_ARN: 'arn:aws:iam::123456789012:role/data',
};

test('the sweep reads where notes and files are, its role and its interval from the environment', () => {
  expect(readSweepSettings(env)).toEqual({
    ...readTableSettings(env),
    bucket: { endpoint: new URL('https://files.s3.eu-central-1.amazonaws.com'), base: '/' },
    interval: 86_400_000,
  });
});

test.each(Object.keys(env))('without %s the sweep does not start', (name) => {
  expect(() => readSweepSettings({ ...env, [name]: undefined })).toThrow(name);
});

test.each(['0', '-1', 'a day', 'Infinity x'])('with an interval of %j the sweep does not start', (value) => {
  expect(() => readSweepSettings({ ...env, SWEEP_INTERVAL_SECONDS: value })).toThrow('SWEEP_INTERVAL_SECONDS');
});
