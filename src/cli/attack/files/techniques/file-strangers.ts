import type { Keys } from '../../signing.ts';
import type { FileProbe, FileScene, FileTechnique } from '../file-probe.ts';
import { createUnsigned, type S3Asking, type S3Sent, signHeaders } from '../s3-signing.ts';
import { createDeleteAsking, formatNewKey, get, put } from './by.ts';

/** Requests as the other user, without valid credentials of theirs. */
export const fileStrangers: FileTechnique = {
  name: 'a file, without valid credentials',
  risk: 'API2:2023',
  probes: (scene) =>
    listStrangers(scene).flatMap(({ what, sentOf: createSent, refusedBy }) =>
      probeAsStrangers(scene, what, createSent, refusedBy),
    ),
};

interface FileStranger {
  readonly what: string;
  readonly sentOf: (asking: S3Asking) => S3Sent;
  readonly refusedBy: readonly string[];
}

const refusals = [
  ...['403 AccessDenied', '403 SignatureDoesNotMatch', '403 InvalidAccessKeyId', '403 RequestTimeTooSkewed'],
  ...['400 InvalidToken', '400 InvalidRequest', '400 InvalidArgument', '400 AuthorizationHeaderMalformed'],
  // Answers an unknown kind of `Authorization` [S3 API Reference, "Error responses"].
  '400 UnsupportedAuthorizationType',
];

/** Headers by which a proxy may tell the service behind it who the caller is. */
const headers = [
  ...['x-amz-cognito-identity-id', 'x-amzn-cognito-identity-id', 'x-cognito-identity-id', 'x-identity-id'],
  ...['x-user-id', 'x-owner', 'x-amz-principal', 'x-forwarded-user'],
];

const halfAnHour = 30 * 60 * 1000;

const listStrangers = (scene: FileScene): readonly FileStranger[] => {
  const { bucket, by, whose, time } = scene;
  const { keys } = by.user;
  const as =
    (other: Keys, change: (asking: S3Asking) => S3Asking = (asking) => asking, at = time) =>
    (asking: S3Asking): S3Sent =>
      signHeaders(bucket, change(asking), { keys: other, time: at });
  const { sessionToken: _, ...withoutToken } = whose.user.keys;
  const anew = (sentOf: FileStranger['sentOf'], change: (sent: S3Sent) => S3Sent) => (asking: S3Asking) =>
    change(sentOf(asking));
  const withHeader =
    (name: string, value: string) =>
    (sent: S3Sent): S3Sent => ({
      ...sent,
      headers: { ...sent.headers, [name]: value },
    });
  const nobody = (asking: S3Asking) => createUnsigned(bucket, asking);
  const stranger = (what: string, sentOf: FileStranger['sentOf']): FileStranger => ({
    what,
    sentOf,
    refusedBy: refusals,
  });
  const asTheOther = as(whose.user.keys);
  return [
    stranger('nobody', nobody),
    stranger('nobody, by the bucket’s own name', (asking) => nobody({ ...asking, style: 'host' })),
    stranger('an ID token as it is', anew(nobody, withHeader('authorization', `Bearer ${by.user.idToken}`))),
    ...headers.map((name) =>
      stranger(
        `${name} names the other, signed`,
        as(keys, (asking) => ({
          ...asking,
          headers: { ...asking.headers, [name]: whose.user.identityId },
        })),
      ),
    ),
    stranger(
      'headers name the other, without a signature',
      anew(nobody, (sent) => ({
        ...sent,
        headers: { ...sent.headers, ...Object.fromEntries(headers.map((name) => [name, whose.user.identityId])) },
      })),
    ),
    stranger(
      'the query names the other',
      as(keys, (asking) => ({
        ...asking,
        query: [asking.query, `identityId=${encodeURIComponent(whose.user.identityId)}`].filter(Boolean).join('&'),
      })),
    ),
    stranger(
      'the other, by an altered signature',
      anew(asTheOther, (sent) => ({
        ...sent,
        headers: { ...sent.headers, authorization: alterSignature(sent.headers.authorization ?? '') },
      })),
    ),
    stranger('the other, half an hour ago', as(whose.user.keys, undefined, time - halfAnHour)),
    stranger('the other, in half an hour', as(whose.user.keys, undefined, time + halfAnHour)),
    stranger('the other, of another region', (asking) =>
      signHeaders({ ...bucket, region: bucket.region === 'us-west-2' ? 'eu-west-1' : 'us-west-2' }, asking, {
        keys: whose.user.keys,
        time,
      }),
    ),
    stranger(
      'the other, for another path',
      as(whose.user.keys, (asking) => ({ ...asking, signedPath: `${asking.path}x` })),
    ),
    stranger('the other, for another body', anew(asTheOther, withHeader('x-amz-content-sha256', 'UNSIGNED-PAYLOAD'))),
    stranger('the other, with a header that is not signed', anew(asTheOther, withHeader('x-amz-meta-a', 'b'))),
    stranger('the other’s keys without their token', as(withoutToken)),
    stranger('the other’s keys with one’s own token', as({ ...whose.user.keys, sessionToken: keys.sessionToken })),
    stranger('one’s own keys with the other’s token', as({ ...keys, sessionToken: whose.user.keys.sessionToken })),
    stranger('the other’s key by one’s own secret', as({ ...whose.user.keys, secretAccessKey: keys.secretAccessKey })),
    stranger(
      'one’s own token after the other’s',
      anew(
        as({ ...keys, sessionToken: keys.sessionToken }),
        withHeader('x-amz-security-token', whose.user.keys.sessionToken),
      ),
    ),
  ];
};

const probeAsStrangers = (
  scene: FileScene,
  what: string,
  sentOf: FileStranger['sentOf'],
  refusedBy: readonly string[],
): readonly FileProbe[] => {
  const { file, folder } = scene.whose;
  const list = { method: 'GET', path: '/', query: `list-type=2&prefix=${encodeURIComponent(folder)}` };
  const askings: Readonly<Record<string, S3Asking>> = {
    GetObject: get(file),
    HeadObject: { ...get(file), method: 'HEAD' },
    PutObject: put(formatNewKey(scene)),
    DeleteObject: createDeleteAsking(file),
    ListObjectsV2: list,
  };
  return Object.entries(askings).map(([operation, asking]) => ({ operation, what, sent: sentOf(asking), refusedBy }));
};

const alterSignature = (authorization: string): string =>
  authorization.replace(/(.)$/, (last) => (last === '0' ? '1' : '0'));
