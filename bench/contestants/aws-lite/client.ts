import awsLite from '@aws-lite/client';

/** The client, whose creation starts when the function is loaded; each invocation waits for the same one. */
export const client = awsLite({ plugins: [import('@aws-lite/dynamodb')] });
export const TableName = process.env.NOTES_TABLE_NAME ?? '';
