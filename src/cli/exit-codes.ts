/** The exit statuses of all commands. */
export const exitCodes = {
  done: 0,
  unexpected: 1,
  usage: 2,
  signIn: 3,
  notFound: 4,
  conflict: 5,
  refused: 6,
  unavailable: 7,
  /** As shells report Ctrl-C. */
  interrupted: 130,
} as const;

export const exitStatusHelp = `
Exit status:
  0  done                            5  conflict: changed, deleted, or already there
  1  something unexpected            6  refused (403)
  2  wrong usage or input            7  unavailable: network, time-out, 429, 5xx, or an
  3  not signed in, or wrong            answer from something else. It is then unknown
     password or code                   whether a write was carried out
  4  no such note, file, refusal   130  interrupted by Ctrl-C
`;

/** Returns the exit status for an HTTP status of the API. */
export const exitCodeOfStatus = (status: number): number => {
  if (status < 400) return exitCodes.done;
  if (status >= 500) return exitCodes.unavailable;
  return ofStatus.get(status) ?? exitCodes.usage;
};

const ofStatus: ReadonlyMap<number, number> = new Map([
  [401, exitCodes.signIn],
  [403, exitCodes.refused],
  [404, exitCodes.notFound],
  [408, exitCodes.unavailable],
  [409, exitCodes.conflict],
  [410, exitCodes.conflict],
  [412, exitCodes.conflict],
  [425, exitCodes.unavailable],
  [429, exitCodes.unavailable],
]);

/**
 * Returns the exit status for a refusal by S3, which answers 400 for expired credentials and for a client that was too
 * slow.
 */
export const exitCodeOfRefusal = (status: number, code: string): number => {
  if (['ExpiredToken', 'InvalidToken', 'InvalidAccessKeyId'].includes(code)) return exitCodes.signIn;
  return code === 'RequestTimeout' ? exitCodes.unavailable : exitCodeOfStatus(status);
};

/** Returns the exit status for an error that a service returns to the account's administrator. */
export const exitCodeOfService = (type: string): number => {
  if (/AccessDenied|NotAuthorized/.test(type)) return exitCodes.refused;
  if (/Token|Signature|UnrecognizedClient|MissingAuthentication/.test(type)) return exitCodes.signIn;
  if (/Throttl|TooManyRequests|Internal|Limit/.test(type)) return exitCodes.unavailable;
  return exitCodes.usage;
};

/** Returns the exit status for an exception of Cognito. Those not listed concern the user who signs in. */
export const exitCodeOfException = (type: string): number => ofException.get(type) ?? exitCodes.signIn;

const ofException: ReadonlyMap<string, number> = new Map([
  ['InvalidParameterException', exitCodes.usage],
  ['InvalidPasswordException', exitCodes.usage],
  ['PasswordHistoryPolicyViolationException', exitCodes.usage],
  // The pool or its client is missing, not a user: the outputs are out of date.
  ['ResourceNotFoundException', exitCodes.usage],
  ['SerializationException', exitCodes.usage],
  ['UsernameExistsException', exitCodes.conflict],
  ['AliasExistsException', exitCodes.conflict],
  ['ForbiddenException', exitCodes.refused],
  ['CodeDeliveryFailureException', exitCodes.unavailable],
  ['InternalErrorException', exitCodes.unavailable],
  ['InternalFailure', exitCodes.unavailable],
  ['InternalServerError', exitCodes.unavailable],
  ['LimitExceededException', exitCodes.unavailable],
  ['ServiceUnavailable', exitCodes.unavailable],
  ['ServiceUnavailableException', exitCodes.unavailable],
  ['ThrottlingException', exitCodes.unavailable],
  ['TooManyFailedAttemptsException', exitCodes.unavailable],
  ['TooManyRequestsException', exitCodes.unavailable],
]);
