/** S3 in a process of its own, to be killed: `node test-process.ts FOLDER SEALING-KEY-IN-HEX`. Says its port, then serves. */
import { createServer } from 'node:http';
import { credentialsSealedWith } from '../credentials.ts';
import { listening } from '../listening.ts';
import { s3 } from './s3.ts';

const [folder = '', key = ''] = process.argv.slice(2);
const listener = await s3<string>({
  ...{ bucket: 'owned-notes-uploads', region: 'us-east-1', accountId: '123456789012', folder },
  credentials: [credentialsSealedWith(Buffer.from(key, 'hex'))],
  denial: () => undefined,
});
const url = await listening(createServer({ requestTimeout: 0 }, listener), 'S3', 0);
process.stdout.write(new URL(url).port);
