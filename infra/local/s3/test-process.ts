/**
 * S3 in a process to be killed: `node test-process.ts FOLDER SEALING-KEY-IN-HEX`. Prints its port, then serves.
 */
import { createServer } from 'node:http';
import { createCredentials } from '../credentials.ts';
import { listen } from '../listen.ts';
import { openS3 } from './s3.ts';

const [folder = '', key = ''] = process.argv.slice(2);
const listener = await openS3<string>({
  ...{ bucket: 'owned-notes-uploads', region: 'us-east-1', accountId: '123456789012', folder },
  credentials: [createCredentials(Buffer.from(key, 'hex'))],
  denial: () => undefined,
});
const url = await listen(createServer({ requestTimeout: 0 }, listener), 'S3', 0);
process.stdout.write(new URL(url).port);
