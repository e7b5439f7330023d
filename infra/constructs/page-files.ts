import { CustomResource, Duration, type Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { Stage } from '../stages.ts';
import type { PackagedPage } from '../web/package-page.ts';
import type { PageOrigins } from '../web/security-headers.ts';
import { withPolicy } from '../web/with-policy.ts';
import { createLoggedFunction } from './logged-function.ts';

export interface PageFilesProps {
  readonly stage: Stage;
  readonly bucket: Bucket;
  readonly page: PackagedPage;
  /** The contents of `config.json`: the stack's outputs by name. */
  readonly config: Readonly<Record<string, string>>;
  /** The origins that the page calls. */
  readonly origins: PageOrigins;
}

/**
 * Puts the page into its bucket at each deployment. Our own function does this; it may write there and nothing else
 * (decision 30). `index.html` and `config.json` are text in the template, whose references CloudFormation fills in.
 */
export const createPageFiles = (stack: Stack, { stage, bucket, page, config, origins }: PageFilesProps): void => {
  const { fn, role } = createLoggedFunction(stack, 'pageWriter', {
    ...{ stage, bundle: page.bundle, description: 'Writes the page to its bucket, for CloudFormation.' },
    timeout: Duration.minutes(2),
    environment: {},
  });
  role.addToPrincipalPolicy(
    new PolicyStatement({ actions: ['s3:DeleteObject', 's3:PutObject'], resources: [bucket.arnForObjects('*')] }),
  );
  role.addToPrincipalPolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }));
  Validations.of(role).acknowledge({
    id: `AwsSolutions-IAM5[Resource::<${stack.getLogicalId(bucket.node.defaultChild as CfnBucket)}.Arn>/*]`,
    reason: 'The bucket holds the page and nothing else.',
  });
  Validations.of(fn).acknowledge({
    id: 'Serverless-LambdaDLQ',
    reason: 'CloudFormation waits for its answer, and a deployment without one fails.',
  });

  const written = new CustomResource(stack, 'PageFiles', {
    resourceType: 'Custom::PageFiles',
    serviceToken: fn.functionArn,
    // Longer than the function may take, and shorter than CloudFormation's default of one hour.
    serviceTimeout: Duration.minutes(5),
    properties: {
      BucketName: bucket.bucketName,
      Files: page.files,
      // CloudFormation calls the function only if a property changes; this one changes with the content.
      Digest: page.digest,
      Texts: { 'config.json': stack.toJsonString(config), 'index.html': withPolicy(page.index, origins) },
    },
  });
  // The role's permissions must exist before the function is first called, and last until it has emptied the bucket.
  written.node.addDependency(role);
};
