/**
 * How long the functions wait for DynamoDB and STS, and how often they try. `silence` is the time-out in milliseconds,
 * to the first byte and between chunks. DynamoDB answers within tens of milliseconds: a server that is silent for 750
 * has lost the request, and a retry on another connection is answered within a second. Three attempts and the back-off
 * between them take less than three seconds of the function's ten.
 */
export const patience = { maxAttempts: 3, silence: 750 };
