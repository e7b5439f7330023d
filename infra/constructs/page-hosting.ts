import { type Stack, Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  type CfnDistribution,
  Distribution,
  HttpVersion,
  PriceClass,
  S3OriginAccessControl,
  SecurityPolicyProtocol,
  Signing,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import type { Stage } from '../stages.ts';
import type { BuiltPage } from '../web/built-page.ts';
import { hashInlineScripts } from '../web/inline-scripts.ts';
import { hasFiles } from './files-bucket.ts';
import { createPageBucket } from './page-bucket.ts';
import { createPageHeaders, formatNameInAccount } from './page-headers.ts';
import { listRegionOrigins } from './page-origins.ts';

export interface PageHosting {
  readonly bucket: Bucket;
  /** For example `https://d111111abcdef8.cloudfront.net`, or the stage's own domain. */
  readonly origin: string;
}

/**
 * Creates what serves the page: CloudFront, and a bucket that only CloudFront can read. The bucket is still empty
 * (decision 30).
 */
export const createPageHosting = (stack: Stack, stage: Stage, page: BuiltPage | undefined): PageHosting | undefined => {
  if (!stage.page || page === undefined) return undefined;
  const { pageDomain: domain } = stage;
  const bucket = createPageBucket(stack);
  const origin = S3BucketOrigin.withOriginAccessControl(bucket as IBucket, {
    // Always signed, whatever a viewer sends: otherwise CloudFront would pass a viewer's own `authorization` header on
    // to S3.
    originAccessControl: new S3OriginAccessControl(stack, 'PageAccess', {
      originAccessControlName: formatNameInAccount(stack),
      signing: Signing.SIGV4_ALWAYS,
    }),
  });
  const sources = { ...listRegionOrigins(stack, hasFiles(stage)), scripts: hashInlineScripts(page.index) };
  const everything: BehaviorOptions = {
    origin,
    viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
    responseHeadersPolicy: createPageHeaders(stack, sources),
    compress: true,
    // Not cached: `index.html`, `config.json`, and any other file whose content changes under the same name.
    cachePolicy: CachePolicy.CACHING_DISABLED,
  };
  const distribution = new Distribution(stack, 'PageDistribution', {
    comment: `The page of ${stack.stackName}.`,
    defaultRootObject: 'index.html',
    defaultBehavior: everything,
    additionalBehaviors: { 'assets/*': { ...everything, cachePolicy: CachePolicy.CACHING_OPTIMIZED } },
    httpVersion: HttpVersion.HTTP2_AND_3,
    priceClass: PriceClass.PRICE_CLASS_100,
    ...(domain && {
      domainNames: [domain.name],
      certificate: Certificate.fromCertificateArn(stack, 'PageCertificate', domain.certificateArn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
    }),
  });
  answerMissingPages(stack, bucket, distribution);
  acknowledgeNagFindings(distribution, domain !== undefined);
  return { bucket, origin: `https://${domain?.name ?? distribution.distributionDomainName}` };
};

/**
 * Lets CloudFront list the bucket, so that missing files are answered 404. To a caller who may not list the bucket, S3
 * answers 403 instead [S3 API Reference, "GetObject", Permissions]. Viewers still cannot list it: CloudFront does not
 * pass on query strings, and `/` is the page.
 */
const answerMissingPages = (stack: Stack, bucket: Bucket, { distributionId }: Distribution): void => {
  const distributionArn = stack.formatArn({
    ...{ service: 'cloudfront', region: '', resource: 'distribution', resourceName: distributionId },
  });
  bucket.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('cloudfront.amazonaws.com')],
      actions: ['s3:ListBucket'],
      resources: [bucket.bucketArn],
      conditions: { StringEquals: { 'AWS:SourceArn': distributionArn } },
    }),
  );
};

const acknowledgeNagFindings = (distribution: Distribution, hasDomain: boolean): void => {
  const reasons = {
    'AwsSolutions-CFR1': 'Users may be anywhere.',
    'AwsSolutions-CFR2': 'It serves only files that everybody may read; the API has its own limits.',
    'AwsSolutions-CFR3':
      'Access logs would hold every visitor’s address, which the API’s own log does not; ' +
      'CloudWatch counts requests and errors.',
    ...(!hasDomain && {
      // [Amazon CloudFront API Reference, "ViewerCertificate"]
      'AwsSolutions-CFR4':
        'With CloudFront’s own domain name, the security policy is TLSv1, whatever the template asks for; ' +
        'a stage’s own domain has TLSv1.2_2021.',
    }),
  };
  for (const [id, reason] of Object.entries(reasons))
    Validations.of(distribution.node.defaultChild as CfnDistribution).acknowledge({ id, reason });
};
