/**
 * A CloudFormation template with its references filled in: it has text where the synthesized one has intrinsic
 * functions.
 */
export interface Template {
  readonly Resources: Record<string, Resource>;
  readonly Outputs: Readonly<Record<string, { readonly Value: string }>>;
}

export interface Resource {
  readonly Type: string;
  readonly Properties: object;
  readonly Metadata?: Readonly<Record<string, unknown>>;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
}

export interface PolicyDocument {
  Version: string;
  Statement: Statement[];
}

export interface Statement {
  Effect: 'Allow' | 'Deny';
  Action?: string | string[];
  Resource?: string | string[];
  Principal?: string | Record<string, string | string[]>;
  Condition?: Record<string, Record<string, string | string[]>>;
}

/** A CORS rule of a bucket. */
export interface CorsRule {
  AllowedOrigins: string[];
  AllowedMethods: string[];
  AllowedHeaders?: string[];
  ExposedHeaders?: string[];
  MaxAge?: number;
}

export interface DistributionConfig {
  Aliases?: string[];
  CacheBehaviors?: (CacheBehavior & { PathPattern: string })[];
  CustomErrorResponses?: object[];
  DefaultCacheBehavior: CacheBehavior;
  DefaultRootObject?: string;
  Enabled: boolean;
  HttpVersion: string;
  Origins: { DomainName: string; Id: string; OriginAccessControlId?: string; CustomOriginConfig?: object }[];
  PriceClass: string;
  ViewerCertificate?: Record<string, string>;
}

export interface CacheBehavior {
  AllowedMethods: string[];
  CachePolicyId: string;
  Compress: boolean;
  ResponseHeadersPolicyId?: string;
  TargetOriginId: string;
  ViewerProtocolPolicy: string;
}

/** Headers that CloudFront adds to a response. With `Override`, they replace the origin's. */
export interface ResponseHeaders {
  CustomHeadersConfig?: { Items: { Header: string; Override: boolean; Value: string }[] };
  SecurityHeadersConfig?: {
    ContentSecurityPolicy?: { ContentSecurityPolicy: string; Override: boolean };
    ContentTypeOptions?: { Override: boolean };
    FrameOptions?: { FrameOption: string; Override: boolean };
    ReferrerPolicy?: { ReferrerPolicy: string; Override: boolean };
    StrictTransportSecurity?: { AccessControlMaxAgeSec: number; Override: boolean };
  };
}

/** For each resource type that the checks inspect, the properties that they read. */
interface PropertiesOf {
  'AWS::IAM::Role': {
    AssumeRolePolicyDocument: PolicyDocument;
    Policies?: { PolicyDocument: PolicyDocument }[];
    ManagedPolicyArns?: string[];
    Tags?: { Key: string; Value: string }[];
  };
  'AWS::IAM::Policy': { PolicyDocument: PolicyDocument; Roles?: string[]; Users?: string[]; Groups?: string[] };
  'AWS::Lambda::Function': {
    Role: string;
    Runtime: string;
    Architectures: string[];
    Timeout: number;
    Environment: { Variables: Record<string, string> };
    LoggingConfig: { LogGroup: string };
    TracingConfig: { Mode: string };
  };
  'AWS::Lambda::Permission': {
    Action: string;
    FunctionName: string;
    Principal: string;
    SourceArn?: string;
    FunctionUrlAuthType?: string;
  };
  'AWS::ApiGatewayV2::Api': {
    CorsConfiguration?: {
      AllowOrigins: string[];
      AllowMethods?: string[];
      AllowHeaders?: string[];
      ExposeHeaders?: string[];
      MaxAge?: number;
      AllowCredentials?: boolean;
    };
    Target?: string;
    RouteKey?: string;
  };
  'AWS::ApiGatewayV2::Route': { RouteKey: string; AuthorizationType: string; Target: string };
  'AWS::ApiGatewayV2::Integration': { IntegrationType: string; IntegrationUri: string; PayloadFormatVersion: string };
  'AWS::ApiGatewayV2::Stage': {
    StageName: string;
    AccessLogSettings?: { DestinationArn: string; Format: string };
    DefaultRouteSettings?: {
      DetailedMetricsEnabled: boolean;
      ThrottlingRateLimit: number;
      ThrottlingBurstLimit: number;
    };
    RouteSettings?: object;
  };
  'AWS::Cognito::UserPool': {
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: boolean };
    DeletionProtection: string;
    MfaConfiguration: string;
    UsernameAttributes: string[];
    EnabledMfas?: string[];
    UserAttributeUpdateSettings?: { AttributesRequireVerificationBeforeUpdate: string[] };
    Policies: { PasswordPolicy: Record<string, number | boolean> };
  };
  'AWS::Cognito::UserPoolClient': {
    ExplicitAuthFlows: string[];
    AllowedOAuthFlows?: string[];
    AllowedOAuthFlowsUserPoolClient: boolean;
    CallbackURLs?: string[];
    GenerateSecret: boolean;
    AccessTokenValidity?: number;
    IdTokenValidity?: number;
    RefreshTokenValidity?: number;
    TokenValidityUnits?: { AccessToken?: string; IdToken?: string; RefreshToken?: string };
    AuthSessionValidity?: number;
    RefreshTokenRotation?: { Feature: string; RetryGracePeriodSeconds?: number };
    EnableTokenRevocation: boolean;
    PreventUserExistenceErrors: string;
  };
  'AWS::Cognito::IdentityPool': {
    AllowClassicFlow: boolean;
    AllowUnauthenticatedIdentities: boolean;
    CognitoIdentityProviders: { ClientId: string; ProviderName: string; ServerSideTokenCheck: boolean }[];
  };
  'AWS::Cognito::IdentityPoolRoleAttachment': {
    IdentityPoolId: string;
    Roles: Record<string, string>;
    RoleMappings?: object;
  };
  'AWS::DynamoDB::Table': {
    BillingMode: string;
    DeletionProtectionEnabled: boolean;
    KeySchema: { AttributeName: string; KeyType: string }[];
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: boolean };
    TimeToLiveSpecification?: { AttributeName: string; Enabled: boolean };
    ResourcePolicy?: { PolicyDocument: unknown };
  };
  'AWS::S3::Bucket': {
    PublicAccessBlockConfiguration: Record<string, boolean>;
    CorsConfiguration?: { CorsRules: CorsRule[] };
    VersioningConfiguration?: { Status: string };
  };
  'Custom::PageFiles': {
    ServiceToken: string;
    ServiceTimeout?: string;
    BucketName: string;
    Files: string[];
    Texts: Record<string, string>;
  };
  'AWS::CloudFront::Distribution': { DistributionConfig: DistributionConfig };
  'AWS::CloudFront::OriginAccessControl': { OriginAccessControlConfig: Record<string, string> };
  'AWS::CloudFront::ResponseHeadersPolicy': { ResponseHeadersPolicyConfig: ResponseHeaders };
  'AWS::S3::BucketPolicy': { Bucket: string; PolicyDocument: PolicyDocument };
  'AWS::Events::Rule': {
    ScheduleExpression?: string;
    State?: string;
    Targets: { Arn: string; Id: string }[];
  };
  'AWS::Logs::LogGroup': { LogGroupName?: string; RetentionInDays?: number };
  'AWS::SNS::TopicPolicy': { PolicyDocument: PolicyDocument; Topics: string[] };
  'AWS::Logs::MetricFilter': {
    FilterPattern: string;
    LogGroupName: string;
    MetricTransformations: { MetricName: string; MetricNamespace: string }[];
  };
  'AWS::CloudWatch::Alarm': {
    MetricName?: string;
    Namespace?: string;
    AlarmActions?: string[];
    Metrics?: { MetricStat?: { Metric: { MetricName: string } } }[];
  };
}

type ResourceOf<T extends keyof PropertiesOf> = Resource & { readonly Type: T; readonly Properties: PropertiesOf[T] };

/** Returns every resource of one type, with its logical id. */
export const findResources = <T extends keyof PropertiesOf>(
  template: Template,
  type: T,
): [id: string, resource: ResourceOf<T>][] =>
  Object.entries(template.Resources).filter((entry): entry is [string, ResourceOf<T>] => entry[1].Type === type);

/** Returns the only resource of a type. Throws if there is not exactly one. */
export const findResource = <T extends keyof PropertiesOf>(
  template: Template,
  type: T,
): ResourceOf<T> & { readonly id: string } => {
  const [[id, resource] = ['', undefined], ...others] = findResources(template, type);
  if (resource === undefined || others.length > 0) throw new Error(`There is not exactly one ${type}.`);
  return { ...resource, id };
};

/** Returns a policy's `Action`, `Resource` or the like, which may be one value or several, as a list. */
export const toList = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

/** Returns the policies of a role: its inline ones, named by their index, and those attached to it. */
export const findRolePolicies = (
  template: Template,
  id: string,
  { Policies = [] }: PropertiesOf['AWS::IAM::Role'],
): (readonly [name: string, policy: PolicyDocument])[] => {
  const attached = findResources(template, 'AWS::IAM::Policy').filter(([, { Properties }]) =>
    toList(Properties.Roles).includes(id),
  );
  return [
    ...Policies.map(({ PolicyDocument }, index) => [`${id}/${index}`, PolicyDocument] as const),
    ...attached.map(([name, { Properties }]) => [name, Properties.PolicyDocument] as const),
  ];
};

/** Returns the integration that a route targets. */
export const findIntegration = (
  template: Template,
  target: string,
): ResourceOf<'AWS::ApiGatewayV2::Integration'> | undefined =>
  findResources(template, 'AWS::ApiGatewayV2::Integration').find(([id]) => `integrations/${id}` === target)?.[1];
