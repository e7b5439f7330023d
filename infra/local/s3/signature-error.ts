import { type ByCause, type SignatureCause, selectByCause } from '../http-api/signature-refused.ts';
import { createS3Error, type S3Error } from './s3-error.ts';

/** Returns S3's error response to an invalid signature; whoever runs the stack gets more detail. */
export const toS3Error = (cause: SignatureCause, region: string): S3Error => {
  const malformed = () => createS3Error('AuthorizationHeaderMalformed');
  const query = (message?: string) =>
    createS3Error('AuthorizationQueryParametersError', message === undefined ? {} : { message });
  const twice = () =>
    createS3Error('InvalidArgument', {
      message:
        'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, ' +
        'Signature query string parameter or the Authorization header should be specified',
    });
  const unsigned = (name: string) =>
    createS3Error('AccessDenied', {
      message: 'There were headers present in the request which were not signed',
      elements: { HeadersNotSigned: name },
    });
  const rows: ByCause<S3Error> = {
    AuthorizationMissing: () => createS3Error('AccessDenied'),
    AuthorizationMalformed: malformed,
    SignatureInQueryToo: twice,
    HeaderRepeated: ({ name }) => createS3Error('InvalidRequest', { message: `There is more than one ${name}` }),
    HeaderNotSigned: ({ name }) => unsigned(name),
    SignedHeaderMissing: () => createS3Error('SignatureDoesNotMatch'),
    SignedHeadersUnsorted: () => createS3Error('SignatureDoesNotMatch'),
    ConnectionHeaderSigned: () => createS3Error('SignatureDoesNotMatch'),
    NoTime: () =>
      createS3Error('AccessDenied', {
        message: 'AWS authentication requires a valid Date or x-amz-date header',
      }),
    ParameterRepeated: () => query(),
    // Without a session token, the access key cannot be known.
    ParameterMalformed: ({ name }) =>
      name === 'X-Amz-Security-Token'
        ? createS3Error('InvalidAccessKeyId')
        : query(`Error parsing the ${name} parameter`),
    TwoSessionTokens: twice,
    ParameterNoTime: () => query("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\""),
    LifetimeTooLong: () =>
      query(
        'X-Amz-Expires must be less than a week (in seconds); ' +
          'that is, the given X-Amz-Expires must be less than 604800 seconds',
      ),
    ClocksApart: ({ signed, now, lifetime }) => {
      const times = { ServerTime: formatIsoSeconds(now) };
      if (lifetime > 0)
        return createS3Error('AccessDenied', {
          message: signed > now ? 'Request is not yet valid' : 'Request has expired',
          elements: {
            'X-Amz-Expires': String(lifetime / 1000),
            Expires: formatIsoSeconds(signed + lifetime),
            ...times,
          },
        });
      return createS3Error('RequestTimeTooSkewed', {
        elements: { RequestTime: formatIsoSeconds(signed), ...times, MaxAllowedSkewMilliseconds: '900000' },
      });
    },
    ScopeMismatch: ({ scope }) => {
      const [, given = ''] = scope.split('/');
      return given === region
        ? malformed()
        : createS3Error('AuthorizationHeaderMalformed', {
            message: `The authorization header is malformed; the region '${given}' is wrong; expecting '${region}'`,
            elements: { Region: region },
          });
    },
    SessionTokenUnknown: ({ given }) => createS3Error(given ? 'InvalidToken' : 'InvalidAccessKeyId'),
    SessionTokenOfAnotherKey: () => createS3Error('InvalidToken'),
    CredentialsExpired: () => createS3Error('ExpiredToken'),
    PayloadHashMismatch: () => createS3Error('XAmzContentSHA256Mismatch'),
    PayloadHashMissing: () =>
      createS3Error('InvalidRequest', { message: 'Missing required header for this request: x-amz-content-sha256' }),
    // Thrown with more detail by `authenticate`, which knows the value, and by the reader of the payload.
    PayloadHashMalformed: () => createS3Error('InvalidArgument'),
    ChunkMismatch: () => createS3Error('SignatureDoesNotMatch'),
    SignatureMismatch: () => createS3Error('SignatureDoesNotMatch'),
  };
  return selectByCause(rows, cause);
};

const formatIsoSeconds = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;
