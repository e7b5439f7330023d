import { describe, expect, test } from 'vitest';
import type { Template } from '../../template/template.ts';
import { readSchedules } from './schedules.ts';

const home = { account: '123456789012', region: 'us-east-1' };
const of = (Properties: object): Template => ({
  Resources: {
    Nightly: { Type: 'AWS::Events::Rule', Properties: { Targets: [{ Arn: 'f', Id: 'x' }], ...Properties } },
  },
  Outputs: {},
});
const minute = 60_000;

describe('a schedule', () => {
  test.each([
    ['rate(1 minute)', minute],
    ['rate(5 minutes)', 5 * minute],
    ['rate(1 hour)', 60 * minute],
    ['rate(2 days)', 2 * 24 * 60 * minute],
  ])('is read with its rate: %s', (ScheduleExpression, every) => {
    expect(readSchedules(of({ ScheduleExpression }), home)).toEqual([
      { ruleArn: 'arn:aws:events:us-east-1:123456789012:rule/Nightly', every, functionArn: 'f' },
    ]);
  });

  test('that is disabled is left out', () => {
    expect(readSchedules(of({ ScheduleExpression: 'rate(1 day)', State: 'DISABLED' }), home)).toEqual([]);
  });

  test.each(['cron(0 3 * * ? *)', 'rate(0 days)', 'rate(1 week)', 'rate(1.5 hours)', '', undefined])(
    'that is not understood is refused: %s',
    (ScheduleExpression) => {
      expect(() => readSchedules(of({ ScheduleExpression }), home)).toThrow('The schedule of the rule Nightly');
    },
  );
});
