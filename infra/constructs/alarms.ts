import { Duration, type Stack } from 'aws-cdk-lib';
import type { CfnApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Alarm, type IMetric, MathExpression, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { FilterPattern, type IFilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Problem } from '../../src/adapters/api-gateway/problems.ts';
import { patience } from '../../src/lambda/patience.ts';
import type { Stage } from '../stages.ts';
import { createAlarmTopic } from './alarm-topic.ts';
import type { LoggedFunction } from './logged-function.ts';
import type { NotesFunction } from './notes-function.ts';

interface AlarmRow {
  readonly id: string;
  readonly description: string;
  readonly metric: IMetric;
  /** The value at which the alarm goes off. */
  readonly threshold: number;
}

const period = Duration.minutes(5);

export interface Watched {
  /** The functions that serve routes. */
  readonly functions: readonly NotesFunction[];
  readonly sweep: LoggedFunction | undefined;
  readonly api: CfnApi;
}

/**
 * Creates the alarms for what somebody should look at. Each row costs as much as one alarm, however many functions it
 * watches.
 */
export const createAlarms = (stack: Stack, stage: Stage, { functions, sweep, api }: Watched): void => {
  const all: readonly LoggedFunction[] = [...functions, ...(sweep ? [sweep] : [])];
  const countOver = (name: string, among: readonly LoggedFunction[], pattern: IFilterPattern): IMetric => {
    const metricNamespace = stack.stackName;
    for (const { id, logGroup } of among)
      new MetricFilter(stack, `${id}${name}`, {
        logGroup,
        metricNamespace,
        metricName: name,
        metricValue: '1',
        filterPattern: pattern,
      });
    return new Metric({ namespace: metricNamespace, metricName: name, statistic: 'Sum', period });
  };
  const overall = (
    operation: 'SUM' | 'MAX',
    among: readonly LoggedFunction[],
    metricOf: (fn: LoggedFunction['fn']) => IMetric,
  ): IMetric =>
    new MathExpression({
      expression: `${operation}(METRICS())`,
      usingMetrics: Object.fromEntries(among.map(({ id, fn }) => [id.toLowerCase(), metricOf(fn)])),
      period,
    });
  const problem = (kind: Problem['kind']) => FilterPattern.stringValue('$.problem', '=', kind);

  const rows: readonly AlarmRow[] = [
    {
      id: 'ServerErrors',
      description: 'The API answered 5xx: see the access log, then the function’s by the request id.',
      metric: new Metric({
        namespace: 'AWS/ApiGateway',
        metricName: '5xx',
        dimensionsMap: { ApiId: api.ref },
        statistic: 'Sum',
        period,
      }),
      threshold: 5,
    },
    {
      id: 'Throttles',
      description: 'Lambda throttled invocations: the account’s concurrency is used up.',
      metric: overall('SUM', all, (fn) => fn.metricThrottles({ statistic: 'Sum', period })),
      threshold: 1,
    },
    {
      id: 'SlowStore',
      // A function gives up long before its own time-out, so it never comes near that.
      description: 'A function took as long as two attempts without an answer: DynamoDB or STS is slow.',
      metric: overall('MAX', functions, (fn) => fn.metricDuration({ statistic: 'Maximum', period })),
      threshold: 2 * patience.silence,
    },
    {
      id: 'AccessDenied',
      description: 'IAM denied a function’s request: the function used a wrong key, or a permission is missing.',
      // DynamoDB says AccessDeniedException, STS and S3 say AccessDenied.
      metric: countOver('AccessDenied', all, FilterPattern.stringValue('$.cause.name', '=', 'AccessDenied*')),
      threshold: 1,
    },
    {
      id: 'IdentityRefused',
      description: 'A signed request came from somebody who is not a user of this identity pool.',
      metric: countOver('IdentityRefused', functions, problem('IdentityRefused')),
      threshold: 1,
    },
    {
      id: 'OutcomeUnknown',
      description: 'Replies to writes were lost: the callers were told to look again.',
      metric: countOver('OutcomeUnknown', functions, problem('OutcomeUnknown')),
      threshold: 5,
    },
    ...(sweep === undefined
      ? []
      : [
          {
            id: 'SweepFailed',
            description: 'The sweep did not delete every file that no note refers to: see its log.',
            metric: sweep.fn.metricErrors({ statistic: 'Sum', period }),
            threshold: 1,
          },
        ]),
  ];

  const topic = stage.alarmEmail === undefined ? undefined : createAlarmTopic(stack, stage.alarmEmail);
  for (const { id, description, metric, threshold } of rows) {
    const alarm = new Alarm(stack, `${id}Alarm`, {
      alarmDescription: description,
      metric,
      threshold,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    if (topic !== undefined) alarm.addAlarmAction(new SnsAction(topic));
  }
};
