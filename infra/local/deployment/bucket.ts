import { bucketArn } from '../../template/arns.ts';
import { findResources, type Template } from '../../template/template.ts';
import type { Policy } from '../iam/policy.ts';
import type { CorsRule } from '../s3/cors.ts';
import { notDeployable } from './not-deployable.ts';
import { parseOrThrow } from './roles.ts';

/** Where users keep their files. */
export interface DeployedBucket {
  readonly name: string;
  readonly arn: string;
  readonly policy: Policy<'Resource'> | undefined;
  /**
   * The first rule that fits a request counts [Amazon S3 User Guide, "How does Amazon S3 evaluate the CORS
   * configuration on a bucket?"].
   */
  readonly cors: readonly CorsRule[];
}

/** Reads the bucket of a template, if there is one, under this name. */
export const readBucket = (template: Template, name: string): DeployedBucket | undefined => {
  const [[id, bucket] = [], ...others] = findResources(template, 'AWS::S3::Bucket');
  if (others.length > 0) throw notDeployable('There is more than one bucket, and nothing says which one is for files.');
  if (id === undefined || bucket === undefined) return undefined;
  const [[policyId = '', policy] = [], ...more] = findResources(template, 'AWS::S3::BucketPolicy');
  if (more.length > 0) throw notDeployable('The bucket has more than one policy.');
  return {
    name,
    arn: bucketArn(name),
    policy: policy && parseOrThrow(policy.Properties.PolicyDocument, 'Resource', policyId),
    cors: (bucket.Properties.CorsConfiguration?.CorsRules ?? []).map((rule) => ({
      allowedOrigins: rule.AllowedOrigins,
      allowedMethods: rule.AllowedMethods,
      allowedHeaders: rule.AllowedHeaders ?? [],
      exposeHeaders: rule.ExposedHeaders ?? [],
      ...(rule.MaxAge !== undefined && { maxAge: rule.MaxAge }),
    })),
  };
};
