import { createHttpExchange, type Exchange } from '../../../src/aws/exchange.ts';
import type { DeploymentRequest } from './deployment-request.ts';

/** The time-out, in milliseconds of silence, and the number of attempts. */
const [silence, attempts] = [10_000, 5];

/**
 * Reports the outcome to CloudFormation's presigned URL. The URL is signed without a content type, so none is sent.
 * Rejects if no attempt is accepted; Lambda then invokes the function up to two more times.
 */
export const reportToCloudFormation = async (
  { requestId, stackId, logicalResourceId, responseUrl, wanted }: DeploymentRequest,
  failure: string | undefined,
  exchange: Exchange = createHttpExchange(responseUrl, silence),
): Promise<void> => {
  const body = JSON.stringify({
    ...(failure === undefined ? { Status: 'SUCCESS' } : { Status: 'FAILED', Reason: failure }),
    // A different bucket is a different page: CloudFormation then deletes the old one.
    ...{ PhysicalResourceId: wanted.bucketName, StackId: stackId, RequestId: requestId },
    LogicalResourceId: logicalResourceId,
  });
  const { host, pathname: path, search } = responseUrl;
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const answered = await exchange({ method: 'PUT', path, query: search.slice(1), headers: { host }, body });
    if ('status' in answered && answered.status === 200) return;
  }
  throw new Error('CloudFormation did not accept the answer.');
};
