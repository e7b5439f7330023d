/**
 * How long the functions wait for DynamoDB and for STS: milliseconds to the begin of an answer, and between two pieces
 * of it; and tries. DynamoDB answers within some ten milliseconds: whoever is silent for longer than 750 has lost
 * the request, and trying again on another connection is answered within the second. Three tries and the back-off
 * between them take less than three seconds of the ten that a function has.
 */
export const patience = { maxAttempts: 3, silence: 750 };
