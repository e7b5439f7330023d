import { type ByCause, forCause, type SignatureCause } from '../http-api/signature-refused.ts';
import { refused, type S3Refusal } from './refusal.ts';

/** What S3 answers to a signature that does not count; it says less than whoever runs the stack is told. */
export const refusalOfSignature = (cause: SignatureCause, region: string): S3Refusal => {
  const malformed = () => refused('AuthorizationHeaderMalformed');
  const query = (message?: string) =>
    refused('AuthorizationQueryParametersError', message === undefined ? {} : { message });
  const twice = () =>
    refused('InvalidArgument', {
      message:
        'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
    });
  const unsigned = (name: string) =>
    refused('AccessDenied', {
      message: 'There were headers present in the request which were not signed',
      elements: { HeadersNotSigned: name },
    });
  const rows: ByCause<S3Refusal> = {
    AuthorizationMissing: () => refused('AccessDenied'),
    AuthorizationMalformed: malformed,
    SignatureInQueryToo: twice,
    HeaderRepeated: ({ name }) => refused('InvalidRequest', { message: `There is more than one ${name}` }),
    HeaderNotSigned: ({ name }) => unsigned(name),
    SignedHeaderMissing: () => refused('SignatureDoesNotMatch'),
    SignedHeadersUnsorted: () => refused('SignatureDoesNotMatch'),
    ConnectionHeaderSigned: () => refused('SignatureDoesNotMatch'),
    NoTime: () =>
      refused('AccessDenied', {
        message: 'AWS authentication requires a valid Date or x-amz-date header',
      }),
    ParameterRepeated: () => query(),
    // Without it nobody knows the key.
    ParameterMalformed: ({ name }) =>
      name === 'X-Amz-Security-Token' ? refused('InvalidAccessKeyId') : query(`Error parsing the ${name} parameter`),
    TwoSessionTokens: twice,
    ParameterNoTime: () => query("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\""),
    LifetimeTooLong: () =>
      query(
        'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
      ),
    ClocksApart: ({ signed, now, lifetime }) => {
      const times = { ServerTime: isoSeconds(now) };
      if (lifetime > 0)
        return refused('AccessDenied', {
          message: signed > now ? 'Request is not yet valid' : 'Request has expired',
          elements: { 'X-Amz-Expires': String(lifetime / 1000), Expires: isoSeconds(signed + lifetime), ...times },
        });
      return refused('RequestTimeTooSkewed', {
        elements: { RequestTime: isoSeconds(signed), ...times, MaxAllowedSkewMilliseconds: '900000' },
      });
    },
    ScopeMismatch: ({ scope }) => {
      const [, given = ''] = scope.split('/');
      return given === region
        ? malformed()
        : refused('AuthorizationHeaderMalformed', {
            message: `The authorization header is malformed; the region '${given}' is wrong; expecting '${region}'`,
            elements: { Region: region },
          });
    },
    SessionTokenUnknown: ({ given }) => refused(given ? 'InvalidToken' : 'InvalidAccessKeyId'),
    SessionTokenOfAnotherKey: () => refused('InvalidToken'),
    CredentialsExpired: () => refused('ExpiredToken'),
    PayloadHashMismatch: () => refused('XAmzContentSHA256Mismatch'),
    PayloadHashMissing: () =>
      refused('InvalidRequest', { message: 'Missing required header for this request: x-amz-content-sha256' }),
    // By who knows what it was, and by who reads the payload.
    PayloadHashMalformed: () => refused('InvalidArgument'),
    ChunkMismatch: () => refused('SignatureDoesNotMatch'),
    SignatureMismatch: () => refused('SignatureDoesNotMatch'),
  };
  return forCause(rows, cause);
};

const isoSeconds = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;
