/**
 * What an explanation must say, by the reason of the refusal. A reason without a row must itself be in the explanation.
 */
export const causeNamed: Readonly<Record<string, RegExp>> = {
  'there is no Authorization header': /not signed: it has no Authorization header/,
  'the Authorization header is not one of AWS4-HMAC-SHA256': /Authorization header is not of the form AWS4-HMAC-SHA256/,
  'there is a signature in the query, too': /signature in its query and one in a header/,
  'the request has no valid date': /neither an X-Amz-Date .* nor a valid Date/,
  'a parameter of the signature occurs more than once': /parameter of the signature in the query occurs more than once/,
  'there are two session tokens': /session token is in the query and another in a header/,
  'X-Amz-Date is not a time': /X-Amz-Date in the query is not a time/,
  'X-Amz-Expires is longer than seven days': /longer than seven days/,
  'the signed headers are unsorted or repeated': /SignedHeaders is not sorted, or names a header twice/,
  'a signed header is missing': /was signed, but did not arrive|a header without a name/,
  'a hop-by-hop header is signed': /is signed, but it is a hop-by-hop header/,
  'the clocks are more than five minutes apart, or the signature has expired':
    /clock is \d+ s (?:ahead|behind): it signed at|was valid for \d+ s from/,
  'the scope has a wrong date, region, service or end':
    /credential scope has the wrong (?:date|region|service|end): \S+; /,
  'the session token is missing, or was not issued here': /session token (?:is missing|was not issued by this stack)/,
  'the session token belongs to another access key':
    /session token belongs to the access key ASIA\w+, and ASIA\w+ signed/,
  'the credentials have expired': /credentials expired at 20.*, \d+ s ago/,
  'x-amz-content-sha256 is not that of the body':
    /x-amz-content-sha256 is .*, and the body that arrived has [0-9a-f]{64}/,
  'the signature does not match':
    /^This is certain: |signature is over something else, or made with another secret key/,
  'the request target is not a path': /target of the request is ambiguous: the request target is not a path/,
  'the path has an empty segment': /target of the request is ambiguous: the path has an empty segment/,
  'the path has a dot segment': /target of the request is ambiguous: the path has a dot segment/,
  'the request target has a malformed escape':
    /target of the request is ambiguous: the request target has a malformed escape/,
  ...Object.fromEntries(
    ['authorization', 'host', 'date', 'x-amz-date', 'x-amz-security-token', 'x-amz-content-sha256'].flatMap((name) => [
      [`${name} occurs more than once`, new RegExp(`header ${name} occurs more than once`)],
      [`${name} is not signed`, new RegExp(`header ${name} is present but not signed`)],
    ]),
  ),
  'x-amz-target is not signed': /header x-amz-target is present but not signed/,
  ...Object.fromEntries(
    ['Algorithm', 'Credential', 'Date', 'Expires', 'SignedHeaders', 'Security-Token', 'Signature'].map((name) => [
      `X-Amz-${name} is missing or malformed`,
      new RegExp(`parameter X-Amz-${name} of the signature in the query is missing or malformed`),
    ]),
  ),
};
