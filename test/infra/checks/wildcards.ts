import { bucketArn } from '../../../infra/template/arns.ts';
import { findResources, type Template } from '../../../infra/template/template.ts';
import { routes } from '../../../src/lambda/routes.ts';
import { listFilesBuckets, listPageBuckets } from '../page.ts';
import { account, apiId, region } from '../resolve.ts';
import { listScheduled, listServedRoutes } from '../roles.ts';
import type { Check } from './check.ts';

/** Every wildcard that a policy may contain, by its element, and the reason. */
const inventory = (template: Template): ReadonlyMap<string, string> =>
  new Map([
    ...findResources(template, 'AWS::Lambda::Function').map(([, { Properties }]): [string, string] => [
      `Allow Resource arn:aws:logs:${region}:${account}:log-group:${Properties.LoggingConfig.LogGroup}:*`,
      'the streams of the function’s own log group, which Lambda names',
    ]),
    ...(listServedRoutes(template).length > 0
      ? [['Allow Resource *', 'xray:Put… accept no other resource: only with these actions, see below'] as const]
      : []),
    ...routes
      .filter(({ path }) => path.includes('{'))
      .map(({ method, path }): [string, string] => [
        'Allow Resource ' +
          `arn:aws:execute-api:${region}:${account}:${apiId}/$default/${method}${path.replace('{id}', '*')}`,
        'a note’s id, which IAM cannot know',
      ]),
    ...listFilesBuckets(template).flatMap((id): [string, string][] => [
      [
        `Allow Resource ${bucketArn(id)}/private/\${cognito-identity.amazonaws.com:sub}/*`,
        'the files below the caller’s identity id',
      ],
      [
        `Allow Resource ${bucketArn(id)}/private/\${aws:PrincipalTag/owner}/*`,
        'the files of the owner in the tag of a session of the sweep’s data role',
      ],
      ...listScheduled(template).flatMap(({ dataRole }): [string, string][] =>
        dataRole === undefined
          ? [[`Allow Resource ${bucketArn(id)}/private/*`, 'the files of all owners, whom only the code isolates']]
          : [],
      ),
    ]),
    ...listPageBuckets(template).map((id): [string, string] => [
      `Allow Resource ${bucketArn(id)}/*`,
      'the page, and nothing else: for CloudFront to read, and for the function that writes it',
    ]),
    ...findResources(template, 'AWS::S3::Bucket').flatMap(([id]): [string, string][] => [
      ['Deny Action s3:*', 'a denial of everything without TLS'],
      [`Deny Resource ${bucketArn(id)}/*`, 'likewise, for every file'],
      ['Deny Principal {"AWS":"*"}', 'likewise, for everybody'],
    ]),
    ['Deny Principal *', 'a denial for everybody without TLS'],
  ]);

const onAnything: ReadonlySet<string> = new Set(['xray:PutTelemetryRecords', 'xray:PutTraceSegments']);

/** No policy has a wildcard outside the inventory, or an element that means "all except". */
export const wildcards: Check = (template) => {
  const known = inventory(template);
  return Object.entries(template.Resources).flatMap(([id, resource]) =>
    statementsIn(resource).flatMap((statement) => [
      ...Object.keys(statement).flatMap((element) => (element.startsWith('Not') ? [`${id} has a ${element}`] : [])),
      ...listWildcards(statement).flatMap((found) => (known.has(found) ? [] : [`${id} has a wildcard: ${found}`])),
      ...(statement.Effect === 'Allow' && texts(statement.Resource).includes('*')
        ? texts(statement.Action).flatMap((action) =>
            onAnything.has(action) ? [] : [`${id} has ${action} on anything`],
          )
        : []),
    ]),
  );
};

type Json = Readonly<Record<string, unknown>>;

/** Finds statements wherever they are: in roles, policies, topics, or a property that nobody thought of. */
const statementsIn = (value: unknown): Json[] => {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.values(value).flatMap(statementsIn);
  return 'Effect' in value ? [{ ...value }, ...inside] : inside;
};

const listWildcards = (statement: Json): string[] => [
  ...['Action', 'Resource'].flatMap((element) =>
    texts(statement[element])
      .filter((text) => /[*?]/.test(text))
      .map((text) => `${statement.Effect} ${element} ${text}`),
  ),
  ...(/[*?]/.test(JSON.stringify(statement.Principal ?? ''))
    ? [
        `${statement.Effect} ` +
          `Principal ${typeof statement.Principal === 'string' ? statement.Principal : JSON.stringify(statement.Principal)}`,
      ]
    : []),
];

const texts = (value: unknown): string[] => [value].flat().filter((entry) => typeof entry === 'string');
