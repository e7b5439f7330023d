/**
 * What an explanation must name, by the reason in the refusal. A reason without a row fails the test that covers it.
 */
export const causeNamed: Readonly<Record<string, RegExp>> = {
  'there is no Authorization header': /not signed: it has no Authorization header/,
  'the Authorization header is not one of AWS4-HMAC-SHA256': /Authorization header is not of the form AWS4-HMAC-SHA256/,
  'there is a signature in the query, too': /signature in its query and one in a header/,
  'the request has no date that is a time': /neither an X-Amz-Date .* nor a Date that is a time/,
  'a parameter of the signature is there more than once':
    /parameter of the signature in the query is there more than once/,
  'there are two session tokens': /session token is in the query and another in a header/,
  'X-Amz-Date is not a time': /X-Amz-Date in the query is not a time/,
  'X-Amz-Expires is longer than seven days': /longer than seven days/,
  'the signed headers are not sorted, each once': /SignedHeaders is not sorted, or names a header twice/,
  'a signed header is missing': /was signed, but did not arrive|a header without a name/,
  'a header of the connection is signed': /is signed, which belongs to the connection/,
  'the clocks are more than five minutes apart, or the signature has expired':
    /clock is \d+ s (?:ahead|behind): it signed at|was good for \d+ s from/,
  'the scope has another date, region, service or end':
    /credential scope has another (?:date|region|service|end): \S+ where/,
  'the session token is missing, or was not made here': /session token (?:is missing|was not made by this stack)/,
  'the session token belongs to another access key':
    /session token belongs to the access key ASIA\w+, and ASIA\w+ signed/,
  'the credentials have expired': /credentials expired at 20.*, \d+ s ago/,
  'x-amz-content-sha256 is not that of the body':
    /x-amz-content-sha256 is .*, and the body that arrived has [0-9a-f]{64}/,
  'the signature does not match':
    /^This is certain: |signature is over something else, or made with another secret key/,
  'the request target is not a path': /could mean two things: the request target is not a path/,
  'the path has an empty segment': /could mean two things: the path has an empty segment/,
  'the path has a dot segment': /could mean two things: the path has a dot segment/,
  'the request target has a malformed escape': /could mean two things: the request target has a malformed escape/,
  ...Object.fromEntries(
    ['authorization', 'host', 'date', 'x-amz-date', 'x-amz-security-token', 'x-amz-content-sha256'].flatMap((name) => [
      [`${name} is there more than once`, new RegExp(`header ${name} is there more than once`)],
      [`${name} is not signed`, new RegExp(`header ${name} is there but not signed`)],
    ]),
  ),
  'x-amz-target is not signed': /header x-amz-target is there but not signed/,
  ...Object.fromEntries(
    ['Algorithm', 'Credential', 'Date', 'Expires', 'SignedHeaders', 'Security-Token', 'Signature'].map((name) => [
      `X-Amz-${name} is missing or malformed`,
      new RegExp(`parameter X-Amz-${name} of the signature in the query is missing or malformed`),
    ]),
  ),
};
