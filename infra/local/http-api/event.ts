import { randomBytes } from 'node:crypto';
import type { OpenedSession, Principal } from '../credentials.ts';
import { findHeaderValues, type RawRequest } from './canonical-request.ts';
import { formatCommonLogTime } from './common-log-time.ts';

/** An admitted request, and where it arrived. */
export interface Arrival {
  readonly request: RawRequest;
  readonly httpVersion: string;
  /** The session that signed it; `undefined` if the route requires no signature. */
  readonly session: OpenedSession | undefined;
  /** The query as it was signed, see `Verified`. */
  readonly query: string;
  readonly routeKey: string;
  /** By their names in the route's path, decoded. */
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly requestId: string;
  readonly sourceIp: string;
  readonly port: number;
  /** Epoch milliseconds. */
  readonly time: number;
}

/** The API that received the request. */
export interface Api {
  readonly accountId: string;
  readonly apiId: string;
  readonly region: string;
  /** Returns the name of the role that the identity pool gives to a principal. */
  readonly roleOf: (principal: Principal) => string;
}

export type HttpApiEvent = ReturnType<typeof createEvent>;

/**
 * Creates the event of payload format 2.0 with an IAM authorizer [API Gateway Developer Guide, "Create AWS Lambda proxy
 * integrations for HTTP APIs"]: header names in lower case, repeated values joined by commas, cookies apart, absent
 * members left out. The guide does not say what is decoded: `rawPath`, despite its name, and the path parameters are,
 * `rawQueryString` is not [measured on AWS: aws/aws-lambda-dotnet#1901, middleapi/standard-server#93].
 */
export const createEvent = (arrival: Arrival, api: Api) => {
  const { request, routeKey, requestId, sourceIp, time } = arrival;
  const path = decodePath(request.target.path);
  const cookies = findHeaderValues(request.rawHeaders, 'cookie').flatMap((value) => value.split(/; */));
  const headers = joinHeaders(arrival);
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: request.target.query,
    ...(cookies.length > 0 && { cookies }),
    headers,
    ...unlessEmpty('queryStringParameters', joinValues([...new URLSearchParams(arrival.query)])),
    requestContext: {
      accountId: api.accountId,
      apiId: api.apiId,
      ...(arrival.session !== undefined && { authorizer: { iam: describeIam(arrival.session, api) } }),
      domainName: `${api.apiId}.execute-api.${api.region}.amazonaws.com`,
      domainPrefix: api.apiId,
      http: {
        method: request.method,
        path,
        protocol: `HTTP/${arrival.httpVersion}`,
        sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId,
      routeKey,
      stage: '$default',
      time: formatCommonLogTime(time),
      timeEpoch: time,
    },
    ...unlessEmpty('pathParameters', arrival.pathParameters),
    ...encodeBody(request),
  };
};

/**
 * Describes what API Gateway vouches for: nothing in here comes from the request but the credentials that signed it.
 * The form, including the null for an account outside any organization, is that of an identity pool's user on AWS
 * [anomalyco/guide#706].
 */
const describeIam = ({ principal, accessKeyId }: OpenedSession, { accountId, roleOf }: Api) => ({
  accessKey: accessKeyId,
  accountId,
  callerId: `${roleId}:CognitoIdentityCredentials`,
  cognitoIdentity: {
    amr: principal.amr,
    identityId: principal.identityId,
    identityPoolId: principal.identityPoolId,
  },
  principalOrgId: null,
  userArn: `arn:aws:sts::${accountId}:assumed-role/${roleOf(principal)}/CognitoIdentityCredentials`,
  userId: `${roleId}:CognitoIdentityCredentials`,
});

/** Made up, in the form of a role's unique id [IAM User Guide, "IAM identifiers"]. */
const roleId = 'AROALOCALAUTHENTICATED';

/**
 * Joins the client's headers and those that API Gateway adds. The caller's address is added last to `x-forwarded-for`,
 * so what a client put there comes before it; for port and protocol, only the API's own value counts.
 */
const joinHeaders = ({ request, sourceIp, port, time }: Arrival): Readonly<Record<string, string>> => {
  const { rawHeaders } = request;
  const received = rawHeaders
    .flatMap((name, index): [string, string][] =>
      index % 2 ? [] : [[name.toLowerCase(), rawHeaders[index + 1] ?? '']],
    )
    .filter(([name]) => name !== 'cookie');
  return {
    'x-amzn-trace-id': `Root=1-${Math.floor(time / 1000).toString(16)}-${randomBytes(12).toString('hex')}`,
    ...joinValues([...received, ['x-forwarded-for', sourceIp]]),
    'x-forwarded-port': String(port),
    'x-forwarded-proto': 'http',
  };
};

/**
 * Decodes a path and cuts it at a decoded `?`, as AWS does [middleapi/standard-server#93, by captures]: one more reason
 * to ignore `rawPath`.
 */
const decodePath = (path: string): string => decodeURIComponent(path).split('?', 1)[0] ?? '';

/**
 * Types that reach a function as text; any other type, or none, comes as base64. The guide says only that binary bodies
 * do; these were measured on AWS [ministackorg/ministack#766, floci-io/floci#2172]. Of charsets, only UTF-8 is text.
 */
const textual = /^(?:text\/[\w.+-]+|application\/(?:json|xml|javascript)) *(?:; *charset="?utf-8"?)?$/i;

const encodeBody = ({
  body,
  rawHeaders,
}: RawRequest): { readonly body?: string; readonly isBase64Encoded: boolean } => {
  if (body.length === 0) return { isBase64Encoded: false };
  if (textual.test(findHeaderValues(rawHeaders, 'content-type').join(','))) {
    try {
      return { body: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body), isBase64Encoded: false };
    } catch {
      // Not UTF-8 after all. AWS does not document what happens then; here the function gets the bytes as they came.
    }
  }
  return { body: body.toString('base64'), isBase64Encoded: true };
};

const joinValues = (entries: readonly (readonly [string, string])[]): Readonly<Record<string, string>> => {
  const record = new Map<string, string>();
  for (const [name, value] of entries) {
    const before = record.get(name);
    record.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(record);
};

const unlessEmpty = <K extends string>(name: K, record: Readonly<Record<string, string>>) =>
  (Object.keys(record).length === 0 ? {} : { [name]: record }) as {
    readonly [P in K]?: Readonly<Record<string, string>>;
  };
