import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { createConsumer } from './consumer.ts';

// An application brings its own SDK. From the oldest that `peerDependencies` admits to the newest, the store makes the
// same of whatever a table or a bucket answers.

const range = manifest.peerDependencies['@aws-sdk/client-dynamodb'];
const versions = [range.replace('^', ''), '3.879.0', '3.1000.0', '3.1169.0'];

test.for(versions)('client-dynamodb %s: the store reads each answer alike, and its types fit', async (version) => {
  const sdk = [`@aws-sdk/client-dynamodb@${version}`, `@aws-sdk/lib-dynamodb@${version}`];
  const project = await createConsumer(...sdk, 'typescript@5.9.3', '@types/node@24.19.2');
  onTestFinished(() => project[Symbol.asyncDispose]());
  await project.write('probe.js', await readFile(join(import.meta.dirname, 'sdk-probe.js'), 'utf8'));
  const { status, output } = await project.run(['probe.js']);
  expect(status, output).toBe(0);
  expect(JSON.parse(output.slice(output.indexOf('{')))).toEqual({ plain: outcomes, document: outcomes });

  const source = `import { DynamoDBClient } from '@aws-sdk/client-dynamodb'; import { createDynamoNoteStore } from 'owned-notes/dynamodb';
    import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
    const client = new DynamoDBClient({ region: 'us-east-1' });
    export const stores = [createDynamoNoteStore(client, 'notes'), createDynamoNoteStore(DynamoDBDocumentClient.from(client), 'notes')];`;
  await project.write('use.ts', source);
  const tsc = ['node_modules/typescript/bin/tsc', '--noEmit', '--strict', '--target', 'es2024', '--module', 'nodenext'];
  expect((await project.run([...tsc, '--types', 'node', 'use.ts'])).output).toBe('');
});

const rangeOfS3 = manifest.peerDependencies['@aws-sdk/client-s3'];

test.for([rangeOfS3.replace('^', ''), '3.1169.0'])(
  'client-s3 %s: the store reads each answer alike, and its types fit',
  async (version) => {
    const project = await createConsumer(`@aws-sdk/client-s3@${version}`, 'typescript@5.9.3', '@types/node@24.19.2');
    onTestFinished(() => project[Symbol.asyncDispose]());
    await project.write('probe.js', await readFile(join(import.meta.dirname, 's3-probe.js'), 'utf8'));
    const { status, output } = await project.run(['probe.js']);
    expect(status, output).toBe(0);
    expect(JSON.parse(output.slice(output.indexOf('{')))).toEqual(outcomesOfS3);

    const source = `import { S3Client } from '@aws-sdk/client-s3'; import { createS3AttachmentStore } from 'owned-notes/s3';
    export const store = createS3AttachmentStore(new S3Client({ region: 'us-east-1' }), 'files');`;
    await project.write('use.ts', source);
    const tsc = [
      'node_modules/typescript/bin/tsc',
      '--noEmit',
      '--strict',
      '--target',
      'es2024',
      '--module',
      'nodenext',
    ];
    expect((await project.run([...tsc, '--types', 'node', 'use.ts'])).output).toBe('');
  },
);

const writes = (kind: string) => ({ create: kind, update: kind, delete: kind });
const reads = (kind: string) => ({ find: kind, list: kind });
const outcomes = {
  answers: { create: 'r-mine', find: 'r-1', list: 1, update: 'r-mine', delete: 'done' },
  isEmpty: { create: 'r-mine', find: 'NoteNotFound', list: 0, delete: 'done' },
  wasWritten: { create: 'NoteIdTaken', update: 'RevisionConflict', delete: 'RevisionConflict' },
  forgetsItsAnswer: { create: 'r-mine', update: 'r-mine', delete: 'done' },
  forgetsAndWasWritten: { create: 'NoteIdTaken', update: 'OutcomeUnknown', delete: 'OutcomeUnknown' },
  throttles: { ...writes('StoreUnavailable'), ...reads('StoreUnavailable') },
  resets: { ...writes('OutcomeUnknown'), ...reads('StoreUnavailable') },
};

const outcomesOfS3 = {
  answers: { put: 'done', get: 'hello', list: 'a b', delete: 'done' },
  isEmpty: { put: 'done', get: 'AttachmentNotFound', list: '', delete: 'done' },
  changesAFile: { put: 'done', get: 'rejected', list: 'a b', delete: 'done' },
  cutsAFile: { put: 'done', get: 'rejected', list: 'a b', delete: 'done' },
  throttles: { put: 'StoreUnavailable', get: 'StoreUnavailable', list: 'StoreUnavailable', delete: 'StoreUnavailable' },
  fails: { put: 'OutcomeUnknown', get: 'StoreUnavailable', list: 'StoreUnavailable', delete: 'OutcomeUnknown' },
  isNoS3: { put: 'OutcomeUnknown', get: 'StoreUnavailable', list: 'StoreUnavailable', delete: 'OutcomeUnknown' },
  resets: { put: 'OutcomeUnknown', get: 'StoreUnavailable', list: 'StoreUnavailable', delete: 'OutcomeUnknown' },
};
