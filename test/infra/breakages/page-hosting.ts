import { findResource, findResources, type Statement, type Template } from '../../../infra/template/template.ts';
import { kinds } from '../checks/kinds.ts';
import { pageHosting } from '../checks/page-hosting.ts';
import { readPage } from '../page.ts';
import { type Breakage, requireOnly } from './breakage.ts';

const page = (template: Template) => requireOnly([readPage(template) ?? []].flat());
const config = (template: Template) =>
  findResource(template, 'AWS::CloudFront::Distribution').Properties.DistributionConfig;

const findPolicy = (template: Template): Statement[] =>
  requireOnly(
    findResources(template, 'AWS::S3::BucketPolicy').filter(
      ([, { Properties }]) => Properties.Bucket === page(template).bucket,
    ),
  )[1].Properties.PolicyDocument.Statement;

const findStatement = (template: Template, action: string): Statement =>
  requireOnly(findPolicy(template).filter(({ Action }) => Action === action));

/** Ways to read the page past CloudFront, to write it through CloudFront, or to be served something else. */
export const pageHostingBreakages: readonly Breakage[] = [
  {
    name: 'a page’s bucket that may be made public',
    caughtBy: pageHosting,
    saying: 'the public access block of the page’s bucket',
    plant: (template) => {
      for (const [id, { Properties }] of findResources(template, 'AWS::S3::Bucket'))
        if (id === page(template).bucket) Properties.PublicAccessBlockConfiguration.RestrictPublicBuckets = false;
    },
  },
  {
    name: 'a page’s bucket that every distribution in the world may read',
    caughtBy: pageHosting,
    saying: 's3:GetObject by cloudfront.amazonaws.com with {"aws:SecureTransport":"true"}: allowed',
    plant: (template) => {
      delete findStatement(template, 's3:GetObject').Condition;
    },
  },
  {
    name: 'a page’s bucket that the account’s other distributions may read',
    caughtBy: pageHosting,
    saying: 'distribution/PageDistributionB87E431C2","aws:SecureTransport":"true"}: allowed',
    plant: (template) => {
      const { arn } = page(template).distribution;
      findStatement(template, 's3:GetObject').Condition = { ArnLike: { 'aws:SourceArn': arn.replace(/[^/]+$/, '*') } };
    },
  },
  {
    name: 'a page’s bucket for everybody who knows its URL',
    caughtBy: pageHosting,
    saying: 's3:GetObject by arn:aws:sts::999999999999:assumed-role/Administrator/session',
    plant: (template) => {
      const statement = findStatement(template, 's3:GetObject');
      statement.Principal = '*';
      delete statement.Condition;
    },
  },
  {
    name: 'a page that can be written through CloudFront',
    caughtBy: pageHosting,
    saying: 's3:PutObject by cloudfront.amazonaws.com',
    plant: (template) => {
      findStatement(template, 's3:GetObject').Action = ['s3:GetObject', 's3:PutObject'];
    },
  },
  {
    name: 'a page’s bucket without TLS',
    caughtBy: pageHosting,
    saying: '"aws:SecureTransport":"false"}: allowed',
    plant: (template) => {
      findPolicy(template).splice(0, 1);
    },
  },
  {
    name: 'missing files that look like forbidden ones',
    caughtBy: pageHosting,
    saying: 's3:ListBucket by cloudfront.amazonaws.com',
    plant: (template) => {
      findPolicy(template).splice(2, 1);
    },
  },
  {
    name: 'an origin that CloudFront asks without a signature',
    caughtBy: pageHosting,
    saying: 'the access control of each origin',
    plant: (template) => {
      for (const origin of config(template).Origins) delete origin.OriginAccessControlId;
    },
  },
  {
    name: 'an origin that CloudFront asks with the viewer’s signature',
    caughtBy: pageHosting,
    saying: 'CloudFront’s signing: ["s3","no-override","sigv4"]',
    plant: (template) => {
      const { OriginAccessControlConfig } = findResource(template, 'AWS::CloudFront::OriginAccessControl').Properties;
      OriginAccessControlConfig.SigningBehavior = 'no-override';
    },
  },
  {
    name: 'a page over HTTP',
    caughtBy: pageHosting,
    saying: 'viewer protocol of the page: "allow-all"',
    plant: (template) => {
      config(template).DefaultCacheBehavior.ViewerProtocolPolicy = 'allow-all';
    },
  },
  {
    name: 'a page that may be deleted',
    caughtBy: pageHosting,
    saying: 'methods of the page',
    plant: (template) => {
      config(template).DefaultCacheBehavior.AllowedMethods.push('DELETE');
    },
  },
  {
    name: 'a page that is cached while it changes',
    caughtBy: pageHosting,
    saying: 'cache policy of the page',
    plant: (template) => {
      const [assets] = config(template).CacheBehaviors ?? [];
      config(template).DefaultCacheBehavior.CachePolicyId = assets?.CachePolicyId ?? '';
    },
  },
  {
    name: 'a configuration that is cached like an asset',
    caughtBy: pageHosting,
    saying: 'paths that are cached: ["*"]',
    plant: (template) => {
      for (const assets of config(template).CacheBehaviors ?? []) assets.PathPattern = '*';
    },
  },
  {
    name: 'a page in place of a missing script',
    caughtBy: pageHosting,
    saying: 'answers in place of errors',
    plant: (template) => {
      config(template).CustomErrorResponses = [{ ErrorCode: 404, ResponseCode: 200, ResponsePagePath: '/index.html' }];
    },
  },
  {
    name: 'assets without headers',
    caughtBy: pageHosting,
    saying: 'headers of assets/*',
    plant: (template) => {
      for (const assets of config(template).CacheBehaviors ?? []) delete assets.ResponseHeadersPolicyId;
    },
  },
  {
    name: 'a custom domain with the oldest TLS',
    caughtBy: pageHosting,
    saying: 'the oldest TLS: "TLSv1"',
    plant: (template) => {
      Object.assign(config(template), {
        Aliases: ['notes.example.com'],
        ViewerCertificate: { SslSupportMethod: 'sni-only', MinimumProtocolVersion: 'TLSv1' },
      });
    },
  },
  {
    name: 'a second distribution',
    caughtBy: kinds,
    saying: 'distributions: 2',
    plant: (template) => {
      const { id: _, ...distribution } = findResource(template, 'AWS::CloudFront::Distribution');
      template.Resources.Another = structuredClone(distribution);
    },
  },
];
