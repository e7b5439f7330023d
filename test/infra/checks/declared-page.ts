import type { Stage } from '../../../infra/stages.ts';
import { findResource, type Template } from '../../../infra/template/template.ts';
import { listFilesBuckets, type PageOfTemplate, readPage } from '../page.ts';
import { apiId, identityPoolId, region, userPoolId } from '../resolve.ts';

/** Everything about the page, declared a second time: see `declared.ts`. Nothing if there is no page. */
export const declarePage = (template: Template, stage: Stage): Readonly<Record<string, readonly object[]>> => {
  const page = readPage(template);
  if (page === undefined || !stage.page) return {};
  const { bucket, distribution, writer } = page;
  const bucketArn = `arn:aws:s3:::${bucket}`;
  const own = { StringEquals: { 'AWS:SourceArn': distribution.arn } };
  const cloudFront = { Effect: 'Allow', Principal: { Service: 'cloudfront.amazonaws.com' }, Condition: own };
  return {
    'AWS::S3::Bucket': [
      {
        Properties: {
          BucketEncryption: {
            ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
          },
          OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
          PublicAccessBlockConfiguration: {
            ...{ BlockPublicAcls: true, BlockPublicPolicy: true },
            ...{ IgnorePublicAcls: true, RestrictPublicBuckets: true },
          },
        },
        ...goesWithTheStack,
      },
    ],
    'AWS::S3::BucketPolicy': [
      {
        Properties: {
          Bucket: bucket,
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                ...{ Effect: 'Deny', Action: 's3:*', Principal: { AWS: '*' } },
                Condition: { Bool: { 'aws:SecureTransport': 'false' } },
                Resource: [bucketArn, `${bucketArn}/*`],
              },
              { ...cloudFront, Action: 's3:GetObject', Resource: `${bucketArn}/*` },
              { ...cloudFront, Action: 's3:ListBucket', Resource: bucketArn },
            ],
          },
        },
      },
    ],
    'AWS::CloudFront::OriginAccessControl': [
      {
        Properties: {
          OriginAccessControlConfig: {
            Name: `owned-notes-${stage.name}-${region}-page`,
            ...{ OriginAccessControlOriginType: 's3', SigningBehavior: 'always', SigningProtocol: 'sigv4' },
          },
        },
      },
    ],
    'AWS::CloudFront::Distribution': [declareDistribution(template, page)],
    'AWS::CloudFront::ResponseHeadersPolicy': [declareHeaders(template, stage)],
    'Custom::PageFiles': [
      {
        Properties: {
          ...{ ServiceToken: writer.functionArn, ServiceTimeout: '300', BucketName: bucket },
          Files: ['assets/index-Dx3kQ9aB.js', 'favicon.svg'],
          Texts: declareTexts(template),
        },
        ...goesWithTheStack,
      },
    ],
  };
};

const goesWithTheStack = { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' };

const declareDistribution = (template: Template, { bucket, distribution: { config } }: PageOfTemplate): object => {
  const origin = config.Origins[0]?.Id;
  const behavior = {
    ...{ AllowedMethods: ['GET', 'HEAD'], Compress: true, TargetOriginId: origin },
    ResponseHeadersPolicyId: findResource(template, 'AWS::CloudFront::ResponseHeadersPolicy').id,
    ViewerProtocolPolicy: 'redirect-to-https',
  };
  return {
    Properties: {
      DistributionConfig: {
        CacheBehaviors: [
          { ...behavior, CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6', PathPattern: 'assets/*' },
        ],
        DefaultCacheBehavior: { ...behavior, CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad' },
        ...{ DefaultRootObject: 'index.html', Enabled: true, HttpVersion: 'http2and3', IPV6Enabled: true },
        Origins: [
          {
            DomainName: `${bucket}.s3.${region}.amazonaws.com`,
            Id: origin,
            OriginAccessControlId: findResource(template, 'AWS::CloudFront::OriginAccessControl').id,
            S3OriginConfig: { OriginAccessIdentity: '' },
          },
        ],
        PriceClass: 'PriceClass_100',
      },
    },
  };
};

const pools = `https://cognito-idp.${region}.amazonaws.com https://cognito-identity.${region}.amazonaws.com`;

/** Of the script in the page that stands in for the built one: `document.title;`. */
const inlineScript = "'sha256-AjuIg5Tn3MV3LRLRwhY80/A5c++3kFKV6QsMpsrS6Jw='";

const declareHeaders = (template: Template, stage: Stage): object => {
  const files = listFilesBuckets(template).length > 0 ? ` https://*.s3.${region}.amazonaws.com` : '';
  const header = (Header: string, Value: string) => ({ Header, Override: true, Value });
  return {
    Properties: {
      ResponseHeadersPolicyConfig: {
        CustomHeadersConfig: {
          Items: [
            header('cross-origin-opener-policy', 'same-origin'),
            header('cross-origin-resource-policy', 'same-origin'),
            header(
              'permissions-policy',
              'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
            ),
          ],
        },
        Name: `owned-notes-${stage.name}-${region}-page`,
        SecurityHeadersConfig: {
          ContentSecurityPolicy: {
            ContentSecurityPolicy:
              `default-src 'none'; script-src 'self' ${inlineScript}; style-src 'self'; ` +
              `img-src 'self' blob:${files}; ` +
              `connect-src 'self' ${pools} https://*.execute-api.${region}.amazonaws.com${files}; ` +
              `form-action 'self'; ` +
              "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
            Override: true,
          },
          ContentTypeOptions: { Override: true },
          FrameOptions: { FrameOption: 'DENY', Override: true },
          ReferrerPolicy: { Override: true, ReferrerPolicy: 'no-referrer' },
          // A year.
          StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000, Override: true },
        },
      },
    },
  };
};

const declareTexts = (template: Template): object => {
  const [bucket] = listFilesBuckets(template);
  const api = `https://${apiId}.execute-api.${region}.amazonaws.com`;
  const files = bucket === undefined ? '' : ` https://${bucket}.s3.${region}.amazonaws.com`;
  return {
    'config.json': JSON.stringify({
      Region: region,
      UserPoolId: userPoolId,
      UserPoolClientId: findResource(template, 'AWS::Cognito::UserPoolClient').id,
      IdentityPoolId: identityPoolId,
      ApiEndpoint: api,
      BucketName: bucket,
    }),
    'index.html':
      '<!doctype html><html lang="en"><head><meta http-equiv="Content-Security-Policy" content="' +
      `default-src 'none'; script-src 'self' ${inlineScript}; style-src 'self'; img-src 'self' blob:${files}; ` +
      `connect-src 'self' ${pools} ${api}${files}; form-action 'self'; base-uri 'none'; ` +
      `require-trusted-types-for 'script'; trusted-types 'none'"><title>Notes</title></head><body><script>document.title;</script></body></html>\n`,
  };
};
