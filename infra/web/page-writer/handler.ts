import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeCause, writeLine } from '../../../src/adapters/system/log.ts';
import { type DeploymentRequest, parseDeploymentRequest } from './deployment-request.ts';
import { createPageBucket } from './page-bucket.ts';
import { reportToCloudFormation } from './report-to-cloudformation.ts';
import { type Written, writePage } from './write-page.ts';

/** Reads a file of the page. They are in a folder beside this function's code. */
const read = (name: string): Promise<Uint8Array> => readFile(join(import.meta.dirname, 'page', name));

/**
 * Handles CloudFormation's calls when the page is deployed, updated or deleted. It does not log the event, which holds
 * the URL at which CloudFormation believes any answer.
 */
export const handler = async (event: unknown): Promise<void> => {
  const request = parseDeploymentRequest(event);
  let failure: string | undefined;
  try {
    writeLine({ level: 'info', function: 'pageWriter', kind: request.kind, ...(await writeRequestedPage(request)) });
  } catch (cause) {
    writeLine({ level: 'error', function: 'pageWriter', kind: request.kind, cause: describeCause(cause) });
    failure = `${cause instanceof Error ? cause.name : 'Error'}: the log of the function that writes the page says more.`;
  }
  await reportToCloudFormation(request, failure);
};

const writeRequestedPage = (request: DeploymentRequest): Promise<Written> =>
  writePage({ bucket: createPageBucket(request.wanted.bucketName, process.env), read }, request);
