import { findResource, findResources } from '../../../infra/template/template.ts';
import { identityPoolId, userPoolId } from '../resolve.ts';
import { listFunctions, listServedRoutes } from '../roles.ts';
import { type Check, differs } from './check.ts';

/** How functions run and are watched: each has a log with a retention period, traces and alarms. */
export const functions: Check = (template) => {
  const all = findResources(template, 'AWS::Lambda::Function');
  const filters = findResources(template, 'AWS::Logs::MetricFilter').map(([, { Properties }]) => Properties);
  const alarms = findResources(template, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
  const logs = all.map(([, { Properties }]) => Properties.LoggingConfig.LogGroup);
  const serving = listServedRoutes(template);
  const isServing = (id: string) => serving.some(({ functionArn }) => functionArn.endsWith(`:function:${id}`));
  const logsOfRoutes = serving.map(({ logGroup }) => logGroup);
  return [
    ...all.flatMap(
      ([
        id,
        {
          Properties: { Runtime, Architectures, TracingConfig, Timeout },
        },
      ]) => [
        ...differs(id, [Runtime, Architectures, TracingConfig.Mode], ['nodejs24.x', ['arm64'], 'Active']),
        // Seconds. An HTTP API times out after 30.
        ...(Timeout < 30 || !isServing(id) ? [] : [`${id} outlasts the gateway`]),
      ],
    ),
    ...differs('logs', new Set(logs).size, all.length),
    ...findResources(template, 'AWS::Logs::LogGroup').flatMap(([id, { Properties }]) =>
      Properties.RetentionInDays === undefined ? [`${id} is kept forever`] : [],
    ),
    ...listServedRoutes(template).flatMap(({ route, environment }) =>
      differs(`owner of ${route.function}`, [environment.OWNER, environment.REQUIRE_IF_MATCH], ['identity', 'false']),
    ),
    ...listServedRoutes(template).flatMap(({ route, environment }) =>
      differs(
        `pools and table of ${route.function}`,
        [environment.USER_POOL_ID, environment.IDENTITY_POOL_ID, environment.NOTES_TABLE_NAME],
        [userPoolId, identityPoolId, findResource(template, 'AWS::DynamoDB::Table').id],
      ),
    ),
    ...(
      [
        ['AccessDenied', listFunctions(template).map(({ logGroup }) => logGroup)],
        ['IdentityRefused', logsOfRoutes],
        ['OutcomeUnknown', logsOfRoutes],
      ] as const
    ).flatMap(([name, among]) => {
      const counting = filters.filter(({ MetricTransformations }) => MetricTransformations[0]?.MetricName === name);
      const namespace = counting[0]?.MetricTransformations[0]?.MetricNamespace;
      const watched = alarms.some(({ MetricName, Namespace }) => MetricName === name && Namespace === namespace);
      return [
        ...differs(
          `logs searched for ${name}`,
          counting.map(({ LogGroupName }) => LogGroupName).sort(),
          among.toSorted(),
        ),
        ...(watched ? [] : [`no alarm watches ${name}`]),
      ];
    }),
    ...(
      [
        ['Throttles', listFunctions(template).length],
        ['Duration', serving.length],
      ] as const
    ).flatMap(([name, count]) => {
      const watched = alarms
        .flatMap(({ Metrics = [] }) => Metrics)
        .filter((row) => row.MetricStat?.Metric.MetricName === name);
      return differs(`functions whose ${name} are watched`, watched.length, count);
    }),
    ...(alarms.some(({ MetricName, Namespace }) => MetricName === '5xx' && Namespace === 'AWS/ApiGateway')
      ? []
      : ['no alarm watches 5xx']),
  ];
};
