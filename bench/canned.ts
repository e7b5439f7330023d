/** DynamoDB's answers, as JSON, by the request's `X-Amz-Target`. */
export type CannedAnswers = Readonly<Record<string, string>>;

export interface Reply {
  readonly type: string;
  readonly body: string;
}

/**
 * Stands in for AWS while something is measured: gives the answers that the same request got before from a table. A
 * request without a target is one to STS, for a session that signs with the same key.
 */
export const createCannedReply = (answers: CannedAnswers, target: string | undefined, accessKeyId: string): Reply => {
  if (target === undefined) return { type: 'text/xml', body: createSessionXml(accessKeyId) };
  const body = answers[target];
  if (body === undefined) throw new Error(`${target} was never asked when this was recorded.`);
  return { type: 'application/x-amz-json-1.0', body };
};

/** STS's answer to AssumeRole: a session that lasts an hour. */
export const createSessionXml = (accessKeyId: string): string => {
  const expiration = new Date(Date.now() + 3_600_000).toISOString();
  const credentials =
    `<AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>session</SecretAccessKey>` +
    `<SessionToken>token</SessionToken><Expiration>${expiration}</Expiration>`;
  return (
    `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">` +
    `<AssumeRoleResult><Credentials>${credentials}</Credentials></AssumeRoleResult>` +
    `<ResponseMetadata><RequestId>00000000-0000-0000-0000-000000000000</RequestId></ResponseMetadata></AssumeRoleResponse>`
  );
};

/** Reads the access key that signed a request from its Authorization header. */
export const readAccessKeyId = (authorization: string | undefined): string =>
  /Credential=([^/]+)\//.exec(authorization ?? '')?.[1] ?? '';
