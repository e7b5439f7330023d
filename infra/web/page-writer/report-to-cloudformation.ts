import { createHttpExchange, type Exchange } from '../../../src/aws/exchange.ts';
import type { DeploymentRequest } from './deployment-request.ts';

/** Milliseconds of silence, and how often it is tried. */
const [silence, attempts] = [10_000, 5];

/**
 * Tells CloudFormation how it went, by the address that it gave. It is signed without a type of content, so none is sent. Rejects if nobody
 * takes it: Lambda invokes the function twice more then.
 */
export const reportToCloudFormation = async (
  { requestId, stackId, logicalResourceId, responseUrl, wanted }: DeploymentRequest,
  failure: string | undefined,
  exchange: Exchange = createHttpExchange(responseUrl, silence),
): Promise<void> => {
  const body = JSON.stringify({
    ...(failure === undefined ? { Status: 'SUCCESS' } : { Status: 'FAILED', Reason: failure }),
    // Another bucket is another page: CloudFormation has the old one deleted.
    ...{ PhysicalResourceId: wanted.bucketName, StackId: stackId, RequestId: requestId },
    LogicalResourceId: logicalResourceId,
  });
  const { host, pathname: path, search } = responseUrl;
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const answered = await exchange({ method: 'PUT', path, query: search.slice(1), headers: { host }, body });
    if ('status' in answered && answered.status === 200) return;
  }
  throw new Error('CloudFormation did not take the answer.');
};
