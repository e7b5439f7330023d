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
  /** What is in `config.json`: names of the stack's outputs, and their values. */
  readonly config: Readonly<Record<string, string>>;
  /** What the page calls. */
  readonly origins: PageOrigins;
}

/**
 * Puts the page into its bucket at each deployment, by a function of our own that may write there and nothing else (decision 30). The
 * page itself and its configuration are texts of the template, which CloudFormation fills in.
 */
export const createPageFiles = (stack: Stack, { stage, bucket, page, config, origins }: PageFilesProps): void => {
  const { fn, role } = createLoggedFunction(stack, 'pageWriter', {
    ...{ stage, bundle: page.bundle, description: 'Puts the page into its bucket, for CloudFormation.' },
    timeout: Duration.minutes(2),
    environment: {},
  });
  role.addToPrincipalPolicy(
    new PolicyStatement({ actions: ['s3:DeleteObject', 's3:PutObject'], resources: [bucket.arnForObjects('*')] }),
  );
  role.addToPrincipalPolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }));
  Validations.of(role).acknowledge({
    id: `AwsSolutions-IAM5[Resource::<${stack.getLogicalId(bucket.node.defaultChild as CfnBucket)}.Arn>/*]`,
    reason: 'The bucket has the page in it and nothing else.',
  });
  Validations.of(fn).acknowledge({
    id: 'Serverless-LambdaDLQ',
    reason: 'CloudFormation waits for its answer, and a deployment without one fails.',
  });

  const written = new CustomResource(stack, 'PageFiles', {
    resourceType: 'Custom::PageFiles',
    serviceToken: fn.functionArn,
    // Longer than the function may take, and shorter than the hour that CloudFormation waits by itself.
    serviceTimeout: Duration.minutes(5),
    properties: {
      BucketName: bucket.bucketName,
      Files: page.files,
      // For CloudFormation, which calls the function where a property is another.
      Digest: page.digest,
      Texts: { 'config.json': stack.toJsonString(config), 'index.html': withPolicy(page.index, origins) },
    },
  });
  // Its permissions have to be there before it is called, and until it has emptied the bucket.
  written.node.addDependency(role);
};
