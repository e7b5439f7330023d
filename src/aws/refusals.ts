/**
 * Failures by which a service says that it did not do what it was asked, for want of capacity [DynamoDB Developer Guide, "Error
 * handling"; S3 API Reference, "Error responses"].
 */
const refusals = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'ReplicatedWriteConflictException',
]);

/** Whether a failure of this name means that nothing was done, and that it is worth another try. */
export const isRefusal = (name: string): boolean => refusals.has(name);
