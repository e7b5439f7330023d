import { parseOrThrow } from '../../infra/local/deployment/roles.ts';
import type { Policy } from '../../infra/local/iam/policy.ts';
import { bucketArn, formatArn } from '../../infra/template/arns.ts';
import { findResources, type Template } from '../../infra/template/template.ts';
import { readPage } from '../../test/infra/page.ts';
import { account, region } from '../../test/infra/resolve.ts';
import type { RunningFunction } from './subject.ts';

/**
 * The parts of the page's deployment that the theorems are about. The local stack serves the page itself, so it cannot
 * read these from a template.
 */
export interface DeployedPage {
  readonly bucket: { readonly arn: string; readonly policy: Policy<'Resource'> | undefined };
  readonly distributionArn: string;
  /** The function that puts it into the bucket. */
  readonly writer: RunningFunction;
}

export const readDeployedPage = (
  template: Template,
  roleOf: (arn: string, whose: string) => RunningFunction['executionRole'],
): DeployedPage | undefined => {
  const page = readPage(template);
  if (page === undefined) return undefined;
  const { bucket, distribution, writer } = page;
  const [policyId = '', policy] =
    findResources(template, 'AWS::S3::BucketPolicy').find(([, { Properties }]) => Properties.Bucket === bucket) ?? [];
  return {
    bucket: {
      arn: bucketArn(bucket),
      policy: policy && parseOrThrow(policy.Properties.PolicyDocument, 'Resource', policyId),
    },
    distributionArn: distribution.arn,
    writer: {
      name: writer.name,
      executionRole: roleOf(writer.executionRole.arn, `execution role of ${writer.name}`),
      dataRole: undefined,
      logGroupArn: formatArn({ account, region }, 'logs', `log-group:${writer.logGroup}`),
    },
  };
};

/**
 * Returns the template without the page's bucket, its policy, and the function that writes to it, so that the local
 * stack can read it. The function's role stays.
 */
export const withoutPage = (template: Template): Template => {
  const page = readPage(template);
  if (page === undefined) return template;
  const { bucket, writer } = page;
  const isOfPage = ([id]: readonly [string, unknown]): boolean =>
    id === bucket ||
    writer.functionArn.endsWith(`:function:${id}`) ||
    findResources(template, 'AWS::S3::BucketPolicy').some(
      ([each, { Properties }]) => each === id && Properties.Bucket === bucket,
    );
  return {
    ...template,
    Resources: Object.fromEntries(Object.entries(template.Resources).filter((entry) => !isOfPage(entry))),
  };
};
