import type { Stage } from '../../../infra/stages.ts';
import { findResource, findResources, type Template } from '../../../infra/template/template.ts';
import { listFilesBuckets, readPage } from '../page.ts';
import { account, apiId, identityPoolId, region, userPoolId } from '../resolve.ts';
import { type FunctionOfTemplate, listFunctions, listScheduled, listServedRoutes } from '../roles.ts';
import type { Check } from './check.ts';
import { declarePage } from './declared-page.ts';

/**
 * Everything that a stage deploys, declared a second time without any logic: whoever changes a value changes it here
 * too, and says why. The other checks derive their promises (who may do what, what is kept) from the template; this one
 * is for plain choices: units, thresholds, periods, lifetimes, sizes, and which resource refers to which.
 */
export const createDeclaredCheck =
  (stage: Stage): Check =>
  (template) => {
    const expected = together(declareResources(template, stage), declarePage(template, stage));
    const types = new Set([...Object.keys(expected), ...Object.values(template.Resources).map(({ Type }) => Type)]);
    return [...types].flatMap((type) => {
      const actual = Object.values(template.Resources)
        .filter(({ Type }) => Type === type)
        .map(({ Type: _, ...rest }) => flat(rest));
      const due = (expected[type] ?? []).map(flat);
      return [
        ...without(actual, due).map((each) => `undeclared ${type}: ${each}`),
        ...without(due, actual).map((each) => `missing ${type}: ${each}`),
      ];
    });
  };

/** Members left out: texts that only people read, hashes of contents, and the order in which CloudFormation works. */
export const unsaid: ReadonlyMap<string, string> = new Map([
  ['Description', 'for people'],
  ['AlarmDescription', 'for people'],
  ['Sid', 'for people'],
  ['PolicyName', 'a name within its role'],
  ['Code', 'the functions’ code, by its hash: `test/docs/package.test.ts` and the bundles’ own tests'],
  ['Comment', 'for people'],
  ['DependsOn', 'an order, which the CDK determines'],
  ['Digest', 'the page and what deploys it, by their hash: see `infra/web`'],
  ['Metadata', 'for the CDK’s own commands'],
  ['EmailVerificationMessage', 'Cognito’s own words'],
  ['EmailVerificationSubject', 'Cognito’s own words'],
  ['SmsVerificationMessage', 'Cognito’s own words, in a message that is never sent'],
  ['VerificationMessageTemplate', 'Cognito’s own words'],
]);

const flat = (value: unknown): string =>
  JSON.stringify(value, (name, member) => {
    if (unsaid.has(name)) return undefined;
    if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });

/** Returns the members of a list that another lacks, counting repetitions. */
const without = (list: readonly string[], other: readonly string[]): string[] => {
  const rest = [...other];
  return list.filter((each) => {
    const at = rest.indexOf(each);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
};

/** Collects, by type, the members of both. */
const together = (
  some: Readonly<Record<string, readonly object[]>>,
  others: Readonly<Record<string, readonly object[]>>,
): Readonly<Record<string, readonly object[]>> =>
  Object.fromEntries(
    [...Object.keys(some), ...Object.keys(others)].map((type) => [
      type,
      [...(some[type] ?? []), ...(others[type] ?? [])],
    ]),
  );

const service = {
  ...{ apis: 'apigateway.amazonaws.com', alarms: 'cloudwatch.amazonaws.com', code: 'lambda.amazonaws.com' },
  schedules: 'events.amazonaws.com',
};
const document = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });
const allow = (Action: string | readonly string[], rest: object) => ({ Effect: 'Allow', Action, ...rest });

const declareResources = (template: Template, stage: Stage): Readonly<Record<string, readonly object[]>> => {
  const served = listServedRoutes(template);
  const table = findResource(template, 'AWS::DynamoDB::Table').id;
  const tableArn = `arn:aws:dynamodb:${region}:${account}:table/${table}`;
  const client = findResource(template, 'AWS::Cognito::UserPoolClient').id;
  const name = `owned-notes-${stage.name}`;
  const ifRetained = stage.retain ? 'Retain' : 'Delete';
  const kept = { DeletionPolicy: ifRetained, UpdateReplacePolicy: ifRetained };

  const page = readPage(template);
  const writers = page ? [page.writer] : [];
  const allowedOrigins = [...stage.allowedOrigins, ...(page ? [page.origin] : [])];
  const all = listFunctions(template);
  const running = [...all, ...writers];
  const sweeps = listScheduled(template);
  const idOf = ({ functionArn }: FunctionOfTemplate) => functionArn.split(':function:')[1] ?? '';
  const logOf = ({ logGroup }: FunctionOfTemplate) => logGroup;
  const [accessLog = ''] = findResources(template, 'AWS::Logs::LogGroup')
    .map(([id]) => id)
    .filter((id) => !running.map(logOf).includes(id));
  const [bucket] = listFilesBuckets(template);
  const [topic] = Object.keys(template.Resources).filter((id) => template.Resources[id]?.Type === 'AWS::SNS::Topic');
  const topicArn = `arn:aws:sns:${region}:${account}:${topic}`;
  const invocation = (method: string, path: string) =>
    `arn:aws:execute-api:${region}:${account}:${apiId}/$default/${method}${path}`;

  const [scheduleArn] = findResources(template, 'AWS::Events::Rule').map(
    ([id]) => `arn:aws:events:${region}:${account}:rule/${id}`,
  );

  /** Seconds. */
  const period = 300;
  const alarm = (metric: object, Threshold: number) => ({
    Properties: {
      ...metric,
      ...{ ComparisonOperator: 'GreaterThanOrEqualToThreshold', EvaluationPeriods: 1, Threshold },
      TreatMissingData: 'notBreaching',
      ...(stage.alarmEmail !== undefined && { AlarmActions: [topicArn] }),
    },
  });
  const single = (Namespace: string, MetricName: string, more: object = {}) => ({
    ...{ Namespace, MetricName, Period: period, Statistic: 'Sum', ...more },
  });
  const overall = (operation: string, among: readonly FunctionOfTemplate[], MetricName: string, Stat: string) => ({
    Metrics: [
      { Expression: `${operation}(METRICS())`, Id: 'expr_1', ReturnData: true },
      ...among.map((each) => ({
        Id: each.name,
        MetricStat: {
          Metric: {
            ...{ Dimensions: [{ Name: 'FunctionName', Value: idOf(each) }], MetricName, Namespace: 'AWS/Lambda' },
          },
          ...{ Period: period, Stat },
        },
        ReturnData: false,
      })),
    ],
  });
  const searched = [
    ['AccessDenied', '{ $.cause.name = "AccessDenied*" }', all],
    ['IdentityRefused', '{ $.problem = "IdentityRefused" }', served],
    ['OutcomeUnknown', '{ $.problem = "OutcomeUnknown" }', served],
  ] as const;
  const ofOwner = {
    'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [`\${aws:PrincipalTag/owner}`] },
    Null: { 'dynamodb:LeadingKeys': 'false', 'aws:PrincipalTag/owner': 'false' },
  };
  const ofAttributes = {
    'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['userId', 'noteId', 'attachment'] },
    Null: { 'dynamodb:Attributes': 'false' },
  };
  const select = { StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' } };
  const listing = (Condition: object) => allow('s3:ListBucket', { Condition, Resource: `arn:aws:s3:::${bucket}` });
  const marking = (place: string) =>
    allow(['s3:DeleteObject', 's3:GetObjectTagging', 's3:PutObjectTagging'], {
      Resource: `arn:aws:s3:::${bucket}/private/${place}`,
    });
  const declareDataRole = (executionRole: string, ...statements: readonly object[]) => ({
    Properties: {
      AssumeRolePolicyDocument: document(
        allow(['sts:AssumeRole', 'sts:TagSession'], {
          Principal: { AWS: executionRole },
          Condition: {
            StringLike: { 'aws:RequestTag/owner': '?*' },
            'ForAllValues:StringEquals': { 'aws:TagKeys': ['owner'] },
            Null: { 'aws:TagKeys': 'false' },
          },
        }),
      ),
      Policies: [{ PolicyDocument: document(...statements) }],
    },
  });
  const isKeptApart = stage.isolation === 'iam';

  return {
    'AWS::DynamoDB::Table': [
      {
        Properties: {
          AttributeDefinitions: ['userId', 'noteId'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
          BillingMode: 'PAY_PER_REQUEST',
          DeletionProtectionEnabled: stage.retain,
          KeySchema: [
            { AttributeName: 'userId', KeyType: 'HASH' },
            { AttributeName: 'noteId', KeyType: 'RANGE' },
          ],
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          SSESpecification: { SSEEnabled: false },
          TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
        },
        ...kept,
      },
    ],
    ...(stage.owner === 'identity' && {
      'AWS::S3::Bucket': [
        {
          Properties: {
            BucketEncryption: {
              ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
            },
            ...(allowedOrigins.length > 0 && {
              CorsConfiguration: {
                CorsRules: [
                  {
                    AllowedHeaders: ['*'],
                    AllowedMethods: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'],
                    AllowedOrigins: allowedOrigins,
                    ExposedHeaders: [
                      ...['etag', 'content-range', 'date', 'x-amz-version-id', 'x-amz-request-id', 'x-amz-id-2'],
                      'x-amz-checksum-sha256',
                    ],
                    MaxAge: 3600,
                  },
                ],
              },
            }),
            LifecycleConfiguration: {
              Rules: [
                {
                  ...{ Id: 'AbandonedUploads', Status: 'Enabled' },
                  AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
                },
                ...(stage.retain
                  ? [
                      {
                        ...{ Id: 'FormerVersions', Status: 'Enabled', ExpiredObjectDeleteMarker: true },
                        NoncurrentVersionExpiration: { NoncurrentDays: 30 },
                      },
                    ]
                  : []),
              ],
            },
            OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
            PublicAccessBlockConfiguration: {
              ...{ BlockPublicAcls: true, BlockPublicPolicy: true },
              ...{ IgnorePublicAcls: true, RestrictPublicBuckets: true },
            },
            ...(stage.retain && { VersioningConfiguration: { Status: 'Enabled' } }),
          },
          ...kept,
        },
      ],
      'AWS::S3::BucketPolicy': [
        {
          Properties: {
            Bucket: bucket,
            PolicyDocument: document({
              ...{ Effect: 'Deny', Action: 's3:*', Principal: { AWS: '*' } },
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
              Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
            }),
          },
        },
      ],
    }),
    'AWS::Cognito::UserPool': [
      {
        Properties: {
          AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
          AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
          AutoVerifiedAttributes: ['email'],
          DeletionProtection: stage.retain ? 'ACTIVE' : 'INACTIVE',
          EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
          MfaConfiguration: 'OPTIONAL',
          Policies: {
            PasswordPolicy: {
              ...{ MinimumLength: 8, RequireLowercase: true, RequireNumbers: true, RequireSymbols: true },
              ...{ RequireUppercase: true, TemporaryPasswordValidityDays: 3 },
            },
          },
          Schema: [{ Name: 'email', Mutable: true, Required: true }],
          UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
          UserPoolTier: 'ESSENTIALS',
          UsernameAttributes: ['email'],
          UsernameConfiguration: { CaseSensitive: false },
        },
        ...kept,
      },
    ],
    'AWS::Cognito::UserPoolClient': [
      {
        Properties: {
          UserPoolId: userPoolId,
          ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
          ...{ GenerateSecret: false, EnableTokenRevocation: true, PreventUserExistenceErrors: 'ENABLED' },
          ...{ AllowedOAuthFlowsUserPoolClient: false, SupportedIdentityProviders: ['COGNITO'] },
          // An hour, an hour, and thirty days; three minutes for a challenge.
          ...{ IdTokenValidity: 60, AccessTokenValidity: 60, RefreshTokenValidity: 43_200, AuthSessionValidity: 3 },
          TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'minutes' },
        },
        ...kept,
      },
    ],
    'AWS::Cognito::IdentityPool': [
      {
        Properties: {
          ...{ AllowClassicFlow: false, AllowUnauthenticatedIdentities: false },
          CognitoIdentityProviders: [
            {
              ClientId: client,
              ProviderName: `cognito-idp.${region}.amazonaws.com/${userPoolId}`,
              ServerSideTokenCheck: true,
            },
          ],
        },
        ...kept,
      },
    ],
    'AWS::Cognito::IdentityPoolRoleAttachment': [
      {
        Properties: {
          IdentityPoolId: identityPoolId,
          Roles: { authenticated: `arn:aws:iam::${account}:role/AuthenticatedRole` },
        },
      },
    ],
    'AWS::IAM::Role': [
      {
        Properties: {
          AssumeRolePolicyDocument: document(
            allow('sts:AssumeRoleWithWebIdentity', {
              Principal: { Federated: 'cognito-identity.amazonaws.com' },
              Condition: {
                StringEquals: { 'cognito-identity.amazonaws.com:aud': identityPoolId },
                'ForAnyValue:StringEquals': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
              },
            }),
          ),
          Policies: [
            {
              PolicyDocument: document(
                allow('execute-api:Invoke', {
                  Resource: served
                    .map(({ route }) => invocation(route.method, route.path.replace('{id}', '*')))
                    .toSorted(),
                }),
              ),
            },
            ...(stage.owner === 'identity'
              ? [
                  {
                    PolicyDocument: document(
                      allow(
                        [
                          ...['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject'],
                          ...['s3:ListMultipartUploadParts', 's3:PutObject'],
                        ],
                        { Resource: `arn:aws:s3:::${bucket}/private/\${cognito-identity.amazonaws.com:sub}/*` },
                      ),
                      allow('s3:ListBucket', {
                        Condition: { StringLike: { 's3:prefix': `private/\${cognito-identity.amazonaws.com:sub}/*` } },
                        Resource: `arn:aws:s3:::${bucket}`,
                      }),
                    ),
                  },
                ]
              : []),
          ],
        },
      },
      ...running.map(() => ({
        Properties: {
          AssumeRolePolicyDocument: document(allow('sts:AssumeRole', { Principal: { Service: service.code } })),
        },
      })),
      ...(isKeptApart ? served : []).map(({ route, executionRole }) =>
        declareDataRole(executionRole.arn, allow(route.action, { Resource: tableArn, Condition: ofOwner })),
      ),
      ...(isKeptApart ? sweeps : []).map(({ executionRole }) =>
        declareDataRole(
          executionRole.arn,
          allow('dynamodb:Query', {
            Resource: tableArn,
            Condition: {
              'ForAllValues:StringEquals': {
                ...ofOwner['ForAllValues:StringEquals'],
                ...ofAttributes['ForAllValues:StringEquals'],
              },
              Null: { ...ofOwner.Null, ...ofAttributes.Null },
              ...select,
            },
          }),
          marking(`\${aws:PrincipalTag/owner}/*`),
          listing({ StringLike: { 's3:prefix': `private/\${aws:PrincipalTag/owner}/*` } }),
        ),
      ),
    ],
    'AWS::IAM::Policy': running.map((each) => ({
      Properties: {
        PolicyDocument: document(
          allow(['logs:CreateLogStream', 'logs:PutLogEvents'], {
            Resource: `arn:aws:logs:${region}:${account}:log-group:${logOf(each)}:*`,
          }),
          allow(['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], { Resource: '*' }),
          ...(each.name === 'sweep'
            ? [listing({ StringEquals: { 's3:prefix': 'private/', 's3:delimiter': '/' } })]
            : []),
          ...(isKeptApart && each !== page?.writer
            ? [allow(['sts:AssumeRole', 'sts:TagSession'], { Resource: each.dataRole?.arn })]
            : []),
          ...(each === page?.writer
            ? [
                allow(['s3:DeleteObject', 's3:PutObject'], { Resource: `arn:aws:s3:::${page.bucket}/*` }),
                allow('s3:ListBucket', { Resource: `arn:aws:s3:::${page.bucket}` }),
              ]
            : []),
          ...(each.name === 'sweep' && !isKeptApart
            ? [
                allow('dynamodb:Query', { Resource: tableArn, Condition: { ...ofAttributes, ...select } }),
                marking('*'),
                listing({ StringLike: { 's3:prefix': 'private/*' } }),
              ]
            : []),
          ...served
            .filter(({ name }) => name === each.name && !isKeptApart)
            .map(({ route }) => allow(route.action, { Resource: tableArn })),
        ),
        Roles: [each.executionRole.name],
      },
    })),
    'AWS::Lambda::Function': [
      ...served.map((each) => ({
        // Seconds.
        Timeout: 10,
        ...each,
        Variables: {
          IDENTITY_POOL_ID: identityPoolId,
          USER_POOL_ID: userPoolId,
          OWNER: stage.owner,
          REQUIRE_IF_MATCH: String(stage.requireIfMatch),
          CONSISTENT_READ: String(stage.consistentRead),
          ...(stage.compileCache && {
            NODE_COMPILE_CACHE: '/var/task/compile-cache',
            NODE_COMPILE_CACHE_PORTABLE: '1',
          }),
        },
      })),
      // A quarter of an hour, and a day.
      ...sweeps.map((each) => ({
        Timeout: 900,
        ...each,
        Variables: { BUCKET_NAME: bucket, SWEEP_INTERVAL_SECONDS: '86400' },
      })),
      // Two minutes, and no environment variables.
      ...writers.map((each) => ({ Timeout: 120, ...each, Variables: undefined })),
    ].map(({ Timeout, Variables, ...each }) => ({
      Properties: {
        // A code cache is valid only for the architecture that it was made on.
        Architectures: [stage.compileCache && process.arch === 'x64' ? 'x86_64' : 'arm64'],
        ...{ Runtime: 'nodejs24.x', Handler: 'index.handler', Role: each.executionRole.arn },
        // Megabytes.
        ...{ MemorySize: 512, Timeout },
        ...(Variables && {
          Environment: {
            Variables: {
              ...{ NOTES_TABLE_NAME: table, ISOLATION: stage.isolation, ...Variables },
              ...(isKeptApart && { DATA_ROLE_ARN: each.dataRole?.arn }),
            },
          },
        }),
        LoggingConfig: { LogFormat: 'JSON', LogGroup: logOf(each) },
        TracingConfig: { Mode: 'Active' },
      },
    })),
    'AWS::Events::Rule': sweeps.map(({ functionArn }) => ({
      Properties: {
        ...{ ScheduleExpression: 'rate(1 day)', State: 'ENABLED' },
        Targets: [{ Arn: functionArn, Id: 'sweep' }],
      },
    })),
    'AWS::Lambda::Permission': [
      ...served.map(({ route, functionArn }) => ({
        ...{ functionArn, Principal: service.apis, SourceArn: invocation(route.method, route.path) },
      })),
      ...sweeps.map(({ functionArn }) => ({ functionArn, Principal: service.schedules, SourceArn: scheduleArn })),
    ].map(({ functionArn: FunctionName, Principal, SourceArn }) => ({
      Properties: { Action: 'lambda:InvokeFunction', FunctionName, Principal, SourceArn },
    })),
    'AWS::Logs::LogGroup': [
      ...running.map(() => ({ Properties: { RetentionInDays: stage.logRetention }, ...kept })),
      {
        Properties: {
          LogGroupName: `/aws/vendedlogs/${name}/access/51af3dc0-da77-11e4-872e-1234567db123`,
          RetentionInDays: stage.logRetention,
        },
        ...kept,
      },
    ],
    'AWS::Logs::MetricFilter': searched.flatMap(([MetricName, FilterPattern, among]) =>
      among.map((each) => ({
        Properties: {
          FilterPattern,
          LogGroupName: logOf(each),
          MetricTransformations: [{ MetricName, MetricNamespace: name, MetricValue: '1' }],
        },
      })),
    ),
    'AWS::ApiGatewayV2::Api': [
      {
        Properties: {
          ...{ Name: name, ProtocolType: 'HTTP' },
          ...(allowedOrigins.length > 0 && {
            CorsConfiguration: {
              AllowHeaders: [
                ...['authorization', 'content-type', 'idempotency-key', 'if-match', 'if-none-match'],
                ...['x-amz-content-sha256', 'x-amz-date', 'x-amz-security-token'],
              ],
              AllowMethods: ['POST', 'GET', 'PUT', 'DELETE'],
              AllowOrigins: allowedOrigins,
              ExposeHeaders: ['apigw-requestid', 'date', 'etag', 'link', 'location', 'retry-after'],
              // Seconds.
              MaxAge: 3600,
            },
          }),
        },
      },
    ],
    'AWS::ApiGatewayV2::Integration': served.map(({ functionArn }) => ({
      Properties: {
        ApiId: apiId,
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: functionArn,
        PayloadFormatVersion: '2.0',
      },
    })),
    'AWS::ApiGatewayV2::Route': served.map(({ route }) => ({
      Properties: {
        ApiId: apiId,
        AuthorizationType: 'AWS_IAM',
        RouteKey: `${route.method} ${route.path}`,
        Target: `integrations/${route.function.charAt(0).toUpperCase()}${route.function.slice(1)}Integration`,
      },
    })),
    'AWS::ApiGatewayV2::Stage': [
      {
        Properties: {
          AccessLogSettings: {
            DestinationArn: `arn:aws:logs:${region}:${account}:log-group:${accessLog}`,
            Format: JSON.stringify({
              requestId: '$context.requestId',
              time: '$context.requestTimeEpoch',
              route: '$context.routeKey',
              status: '$context.status',
              protocol: '$context.protocol',
              milliseconds: '$context.responseLatency',
              functionMilliseconds: '$context.integrationLatency',
              bytes: '$context.responseLength',
              error: '$context.error.responseType',
            }),
          },
          ...{ ApiId: apiId, AutoDeploy: true, StageName: '$default' },
          DefaultRouteSettings: {
            DetailedMetricsEnabled: true,
            ThrottlingBurstLimit: stage.throttling.burst,
            ThrottlingRateLimit: stage.throttling.rate,
          },
        },
      },
    ],
    'AWS::CloudWatch::Alarm': [
      alarm(single('AWS/ApiGateway', '5xx', { Dimensions: [{ Name: 'ApiId', Value: apiId }] }), 5),
      alarm(overall('SUM', all, 'Throttles', 'Sum'), 1),
      // Milliseconds, of a time-out of ten seconds.
      alarm(overall('MAX', served, 'Duration', 'Maximum'), 1500),
      alarm(single(name, 'AccessDenied'), 1),
      alarm(single(name, 'IdentityRefused'), 1),
      alarm(single(name, 'OutcomeUnknown'), 5),
      ...sweeps.map((each) =>
        alarm(single('AWS/Lambda', 'Errors', { Dimensions: [{ Name: 'FunctionName', Value: idOf(each) }] }), 1),
      ),
    ],
    ...(stage.alarmEmail !== undefined && {
      'AWS::SNS::Topic': [{}],
      'AWS::SNS::Subscription': [{ Properties: { Endpoint: stage.alarmEmail, Protocol: 'email', TopicArn: topicArn } }],
      'AWS::SNS::TopicPolicy': [
        {
          Properties: {
            PolicyDocument: document(
              {
                ...{ Effect: 'Deny', Action: 'sns:Publish', Principal: '*', Resource: topicArn },
                Condition: { Bool: { 'aws:SecureTransport': 'false' } },
              },
              allow('sns:Publish', {
                Principal: { Service: service.alarms },
                Condition: { StringEquals: { 'aws:SourceAccount': account } },
                Resource: topicArn,
              }),
            ),
            Topics: [topicArn],
          },
        },
      ],
    }),
  };
};
