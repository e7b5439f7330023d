/**
 * How long the functions wait for DynamoDB and for STS. Milliseconds to the begin of an answer, and between two pieces
 * of it; and tries. DynamoDB answers within some ten milliseconds: whoever is silent for longer than 750 has lost
 * the request, and trying again on another connection is answered within the second. Three tries and the SDK's back-off
 * take less than three seconds of the ten that a function has.
 */
export const patience = {
  maxAttempts: 3,
  requestHandler: {
    // From the begin of connecting on, so there is no limit for that by itself: it would be one timer more a request.
    requestTimeout: 750,
    socketTimeout: 750,
    // Without it a time-out only warns.
    throwOnRequestTimeout: true,
  },
};
