/**
 * Error names by which a service says that it did not carry out a request for want of capacity [DynamoDB Developer
 * Guide, "Error handling"; S3 API Reference, "Error responses"].
 */
const refusals = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'ReplicatedWriteConflictException',
]);

/** Returns whether an error of this name means that nothing was done and a retry is worthwhile. */
export const isRefusal = (name: string): boolean => refusals.has(name);
