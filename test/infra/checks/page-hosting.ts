import { bucketArn } from '../../../infra/template/arns.ts';
import {
  type CacheBehavior,
  findResource,
  findResources,
  type PolicyDocument,
  type Template,
} from '../../../infra/template/template.ts';
import { type PageOfTemplate, readPage } from '../page.ts';
import { account } from '../resolve.ts';
import { type Expectation, findUnmet } from '../simulate.ts';
import { type Check, differs } from './check.ts';

/** AWS's managed cache policies, by name [Amazon CloudFront Developer Guide, "Use managed cache policies"]. */
const cachePolicies = {
  CachingDisabled: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
  CachingOptimized: '658327ea-f89d-4fab-a63d-7e88639e58f6',
};

/** The page is read only through CloudFront, by HTTPS, and cached only if a file's name is a hash of its content. */
export const pageHosting: Check = async (template) => {
  const page = readPage(template);
  if (page === undefined) return [];
  return [...bucket(template, page), ...distribution(template, page), ...(await findUnmet(readers(template, page)))];
};

const bucket = (template: Template, { bucket: id }: PageOfTemplate): readonly string[] => {
  const properties = findResources(template, 'AWS::S3::Bucket').find(([each]) => each === id)?.[1].Properties;
  return [
    ...differs('the public access block of the page’s bucket', properties?.PublicAccessBlockConfiguration, {
      ...{ BlockPublicAcls: true, BlockPublicPolicy: true },
      ...{ IgnorePublicAcls: true, RestrictPublicBuckets: true },
    }),
    ...differs('pages that may call the page’s bucket', properties?.CorsConfiguration, undefined),
  ];
};

const distribution = (template: Template, { distribution: { config } }: PageOfTemplate): readonly string[] => {
  const access = findResource(template, 'AWS::CloudFront::OriginAccessControl');
  const headers = findResource(template, 'AWS::CloudFront::ResponseHeadersPolicy').id;
  const { OriginAccessControlOriginType, SigningBehavior, SigningProtocol } =
    access.Properties.OriginAccessControlConfig;
  const { CacheBehaviors = [], DefaultCacheBehavior, Origins } = config;
  const behavior = (what: string, each: CacheBehavior, cachePolicy: string): readonly string[] => [
    ...differs(`viewer protocol of ${what}`, each.ViewerProtocolPolicy, 'redirect-to-https'),
    ...differs(`methods of ${what}`, each.AllowedMethods, ['GET', 'HEAD']),
    ...differs(`headers of ${what}`, each.ResponseHeadersPolicyId, headers),
    ...differs(`cache policy of ${what}`, each.CachePolicyId, cachePolicy),
  ];
  return [
    ...differs(
      'CloudFront’s signing',
      [OriginAccessControlOriginType, SigningBehavior, SigningProtocol],
      ['s3', 'always', 'sigv4'],
    ),
    ...differs(
      'the access control of each origin',
      Origins.map(({ OriginAccessControlId, CustomOriginConfig }) => [OriginAccessControlId, CustomOriginConfig]),
      [[access.id, undefined]],
    ),
    ...differs('the page', config.DefaultRootObject, 'index.html'),
    // A page in place of a missing script would be run, or cached, as a script.
    ...differs('answers in place of errors', config.CustomErrorResponses, undefined),
    ...behavior('the page', DefaultCacheBehavior, cachePolicies.CachingDisabled),
    ...differs(
      'paths that are cached',
      CacheBehaviors.map(({ PathPattern }) => PathPattern),
      ['assets/*'],
    ),
    ...CacheBehaviors.flatMap((each) => behavior(each.PathPattern, each, cachePolicies.CachingOptimized)),
    // CloudFront's own domain name accepts no other value [Amazon CloudFront API Reference, "ViewerCertificate"].
    ...(config.Aliases === undefined
      ? []
      : differs('the oldest TLS', config.ViewerCertificate?.MinimumProtocolVersion, 'TLSv1.2_2021')),
  ];
};

/** The policy of somebody whose own account lets them do anything. */
const everything: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

/** The bucket's policy lets only CloudFront, for this distribution, read it, and learn what is missing. */
const readers = (template: Template, { bucket: id, distribution: { arn } }: PageOfTemplate): readonly Expectation[] => {
  const [, policy] =
    findResources(template, 'AWS::S3::BucketPolicy').find(([, { Properties }]) => Properties.Bucket === id) ?? [];
  const asked = (
    allowed: boolean,
    action: string,
    context: Readonly<Record<string, string>>,
    principal = 'cloudfront.amazonaws.com',
  ): Expectation => ({
    what: `the page’s bucket, ${action} by ${principal} with ${JSON.stringify(context)}`,
    ...{ allowed, action, principal, policies: principal.includes(':999999999999:') ? [everything] : [] },
    resource: ['s3:ListBucket', 's3:PutBucketPolicy'].includes(action) ? bucketArn(id) : `${bucketArn(id)}/index.html`,
    ...(policy && { resourcePolicy: policy.Properties.PolicyDocument }),
    context,
  });
  const own = { 'aws:SourceArn': arn, 'aws:SecureTransport': 'true' };
  const administrator = `arn:aws:sts::${account}:assumed-role/Administrator/session`;
  return [
    ...['s3:GetObject', 's3:ListBucket'].flatMap((action) => [
      asked(true, action, own),
      asked(false, action, { ...own, 'aws:SourceArn': `${arn}2` }),
      asked(false, action, { ...own, 'aws:SourceArn': arn.replace(account, '999999999999') }),
      asked(false, action, { 'aws:SecureTransport': 'true' }),
      asked(false, action, { ...own, 'aws:SecureTransport': 'false' }),
      asked(false, action, own, 'cloudtrail.amazonaws.com'),
      asked(false, action, { 'aws:SecureTransport': 'true' }, administrator),
      asked(false, action, { 'aws:SecureTransport': 'true' }, administrator.replace(account, '999999999999')),
    ]),
    ...['s3:PutObject', 's3:DeleteObject', 's3:GetObjectVersion', 's3:PutBucketPolicy'].map((action) =>
      asked(false, action, own),
    ),
  ];
};
