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
import { hasFiles } from './files-bucket.ts';
import { createPageBucket } from './page-bucket.ts';
import { createPageHeaders, nameInAccount } from './page-headers.ts';
import { listRegionOrigins } from './page-origins.ts';

export interface PageHosting {
  readonly bucket: Bucket;
  /** As in `https://d111111abcdef8.cloudfront.net`, or of the stage's own domain. */
  readonly origin: string;
}

/** Where the page is served: a bucket that nobody reads but CloudFront, and CloudFront before it. Nothing is in it yet (decision 30). */
export const createPageHosting = (stack: Stack, stage: Stage): PageHosting | undefined => {
  if (!stage.page) return undefined;
  const { pageDomain: domain } = stage;
  const bucket = createPageBucket(stack);
  const origin = S3BucketOrigin.withOriginAccessControl(bucket as IBucket, {
    // Signed whatever a viewer sends: S3 would otherwise be asked as whoever the viewer says to be.
    originAccessControl: new S3OriginAccessControl(stack, 'PageAccess', {
      originAccessControlName: nameInAccount(stack),
      signing: Signing.SIGV4_ALWAYS,
    }),
  });
  const everything: BehaviorOptions = {
    origin,
    viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
    responseHeadersPolicy: createPageHeaders(stack, listRegionOrigins(stack, hasFiles(stage))),
    compress: true,
    // Asked for anew each time: `index.html`, `config.json`, and whatever else keeps its name while its content changes.
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
 * S3 answers 404 to who may list a bucket, and 403 to whoever else asks for what is not there [S3 API Reference, "GetObject", Permissions].
 * No viewer can list it: query strings are not passed on, and `/` is the page.
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
    'AwsSolutions-CFR2': 'There is nothing behind it but files that everybody may read; the API has limits of its own.',
    'AwsSolutions-CFR3':
      'Access logs would hold every visitor’s address, which the API’s own log does not; CloudWatch counts requests and errors.',
    ...(!hasDomain && {
      // [Amazon CloudFront API Reference, "ViewerCertificate"]
      'AwsSolutions-CFR4':
        'With CloudFront’s own domain name it sets the security policy to TLSv1, whatever is asked for; a stage’s own domain has TLSv1.2_2021.',
    }),
  };
  for (const [id, reason] of Object.entries(reasons))
    Validations.of(distribution.node.defaultChild as CfnDistribution).acknowledge({ id, reason });
};
