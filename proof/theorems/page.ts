import type { Principal } from '../../infra/local/iam/principal.ts';
import { sessionOf } from '../model/principals.ts';
import { isBelow } from '../model/request.ts';
import { all, equal, literal, no, not, some, type Term } from '../smt/terms.ts';
import { type Claim, isGivenAnd, may, on, type Question } from './claim.ts';
import type { DeployedPage } from './read-deployed-page.ts';
import { claimByPolicyAlone } from './resources.ts';
import type { Subject } from './subject.ts';

const [sourceArn, byTls] = ['aws:SourceArn', 'aws:SecureTransport'];

/** Models what the page's writer needs: to put files that are served, and to delete those that are not. */
export const modelWriterNeed = ({ bucket }: DeployedPage): Term =>
  some([may(['s3:PutObject', 's3:DeleteObject'], isBelow(`${bucket.arn}/`)), may(['s3:ListBucket'], on(bucket.arn))]);

export const listWriterQuestions = (subject: Subject, { bucket, writer }: DeployedPage): readonly Question[] =>
  (['s3:PutObject', 's3:DeleteObject', 's3:ListBucket'] as const).map((action) => ({
    request: {
      ...{ principal: sessionOf(writer.executionRole.arn), action },
      resource: { arn: resourceFor(action, bucket.arn), accountId: subject.deployment.accountId },
      context: { [byTls]: 'true' },
    },
    policies: { identity: writer.executionRole.policies, ...(bucket.policy && { resource: bucket.policy }) },
  }));

/**
 * Claims that only the page's own distribution reads its bucket. CloudFront also learns that a file is missing, which
 * takes the permission to list.
 */
export const ownDistributionOnly = (subject: Subject): readonly Claim[] => {
  if (subject.page === undefined) return [];
  const { bucket, distributionArn } = subject.page;
  const cloudFront: Principal = { kind: 'Service', name: 'cloudfront.amazonaws.com' };
  const { policies, ...claim } = claimByPolicyAlone(bucket.policy, subject, [cloudFront]);
  return [
    {
      theorem: 'own distribution only',
      about: 'the page’s bucket',
      ...{ ...claim, policies, keys: [sourceArn, byTls] },
      conclusion: (context, principal) =>
        principal.kind === 'Service' && principal.name === cloudFront.name
          ? all([
              some([may(['s3:GetObject'], isBelow(`${bucket.arn}/`)), may(['s3:ListBucket'], on(bucket.arn))]),
              isGivenAnd(context, sourceArn, (text) => equal(text, literal(distributionArn))),
              not(isGivenAnd(context, byTls, (text) => equal(text, literal('false')))),
            ])
          : no,
      intended: (['s3:GetObject', 's3:ListBucket'] as const).map((action) => ({
        request: {
          ...{ principal: cloudFront, action },
          resource: { arn: resourceFor(action, bucket.arn), accountId: claim.accountId },
          context: { [sourceArn]: distributionArn, [byTls]: 'true' },
        },
        policies,
      })),
    },
  ];
};

const resourceFor = (action: string, bucket: string): string =>
  action === 's3:ListBucket' ? bucket : `${bucket}/index.html`;
