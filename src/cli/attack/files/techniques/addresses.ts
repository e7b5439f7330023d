import type { FileProbe, FileScene, FileTechnique } from '../file-probe.ts';
import { encodePath } from '../file-side.ts';
import { presign, type S3Asking, type S3Sent } from '../s3-signing.ts';
import { createDeleteAsking, formatNewKey, formatOwnKey, get, put } from './by.ts';

/**
 * A presigned URL is valid only for its key, method, parameters and time, and only for what its signer may do [Amazon
 * S3 User Guide, "Download and upload objects with presigned URLs"]. The attacker holds one of the other's, as if it
 * had been given away.
 */
export const addresses: FileTechnique = {
  name: 'an address of a file, changed',
  risk: 'API1:2023',
  probes: (scene) => [...probeOwnAddresses(scene), ...probeForeignAddresses(scene)],
};

const notSigned = ['403 SignatureDoesNotMatch', '403 AccessDenied'];
const malformed = [
  ...[
    ...notSigned,
    '400 AuthorizationQueryParametersError',
    '400 InvalidArgument',
    '400 InvalidRequest',
    '400 InvalidToken',
  ],
  ...['403 InvalidAccessKeyId', '400 AuthorizationHeaderMalformed', '400 ExpiredToken'],
];

const probeOwnAddresses = (scene: FileScene): readonly FileProbe[] => {
  const { bucket, by, whose, time } = scene;
  const address = (asking: S3Asking) => presign(bucket, asking, { keys: by.user.keys, time }, 900);
  const probe = (operation: string, what: string, sent: S3Sent, refusedBy = ['403 AccessDenied']): FileProbe => ({
    ...{ operation, what, sent, refusedBy },
  });
  const list = { method: 'GET', path: '/', query: `list-type=2&prefix=${encodeURIComponent(whose.folder)}` };
  const source = `x-amz-copy-source=${encodeURIComponent(`/${bucket.name}${encodePath(whose.file)}`)}`;
  const own = address(get(by.file));
  const swapped = { ...own, target: own.target.replace(encodePath(by.file), encodePath(whose.file)) };
  return [
    probe('GetObject', 'signed by oneself, for the other’s', address(get(whose.file))),
    probe('GetObject', 'signed by oneself, by the bucket’s own name', address(get(whose.file, { style: 'host' }))),
    probe('HeadObject', 'signed by oneself, for the other’s', address({ ...get(whose.file), method: 'HEAD' })),
    probe('PutObject', 'signed by oneself, over the other’s', address(put(whose.file))),
    probe('PutObject', 'signed by oneself, beside the other’s', address(put(formatNewKey(scene)))),
    probe('DeleteObject', 'signed by oneself, for the other’s', address(createDeleteAsking(whose.file))),
    probe('ListObjectsV2', 'signed by oneself, of the other’s folder', address(list)),
    probe('GetObject', 'signed for one’s own, and then the other’s', swapped, notSigned),
    probe(
      'PutObject',
      'signed for one’s own, and then over the other’s',
      { ...swapped, method: 'PUT', body: 'x' },
      notSigned,
    ),
    {
      // S3 may ignore `x-amz-copy-source` in the query, as it is a header; then this only writes a file of one's own.
      ...probe(
        'CopyObject',
        'signed by oneself, from the other’s',
        address({ ...put(formatOwnKey(scene, 'copy')), query: source }),
      ),
      isOwn: true,
    },
  ];
};

const probeForeignAddresses = (scene: FileScene): readonly FileProbe[] => {
  const { by, whose } = scene;
  const { good, ended } = whose.addresses;
  const { sessionToken, accessKeyId } = by.user.keys;
  const probe = (operation: string, what: string, sent: S3Sent, more: Partial<FileProbe> = {}): FileProbe => ({
    ...{ operation, what, sent, refusedBy: malformed },
    ...more,
  });
  const changed = (what: string | RegExp, into: string, from = good): S3Sent => ({
    ...from,
    target: from.target.replace(what, into),
  });
  const to = (key: string) => changed(encodePath(whose.shared), encodePath(key));
  const parameter = (name: string, value: string, from = good) =>
    changed(new RegExp(`(${name}=)[^&]*`), `$1${encodeURIComponent(value)}`, from);
  return [
    probe('GetObject', 'the other’s, for another file', to(whose.file)),
    probe('GetObject', 'the other’s, for another file beside its key', {
      ...good,
      target: `${good.target}&key=${encodeURIComponent(whose.file)}`,
    }),
    probe('ListObjectsV2', 'the other’s, for a list', changed(encodePath(whose.shared), '/')),
    ...Object.entries({ PUT: 'PutObject', DELETE: 'DeleteObject', HEAD: 'HeadObject' }).map(([method, operation]) =>
      probe(operation, 'the other’s, by another method', { ...good, method, body: method === 'PUT' ? 'x' : '' }),
    ),
    probe('PutObject', 'the other’s, by another method in a header', {
      ...{ ...good, method: 'PUT', body: 'x' },
      headers: { ...good.headers, 'x-http-method-override': 'GET' },
    }),
    ...['response-content-type=text%2Fhtml', 'versionId=null', 'uploads=', 'acl=', 'partNumber=1'].map((more) =>
      probe('GetObject', `the other’s, with ?${more.split('=')[0]}`, { ...good, target: `${good.target}&${more}` }),
    ),
    probe(
      ...([
        'GetObject',
        'the other’s, by another host',
        { ...good, headers: { host: `x${good.headers.host}` } },
      ] as const),
      // S3 takes an unknown host for a bucket's name [Amazon S3 User Guide, "Virtual hosting of buckets"].
      { refusedBy: [...malformed, '404 NoSuchBucket', '400 InvalidBucketName'] },
    ),
    probe('GetObject', 'the other’s, that has expired', ended),
    probe('GetObject', 'the other’s, that has expired, for longer', parameter('X-Amz-Expires', '604800', ended)),
    probe(
      'GetObject',
      'the other’s, that has expired, for more than a week',
      parameter('X-Amz-Expires', '999999', ended),
    ),
    probe('GetObject', 'the other’s, that has expired, with a new date', {
      ...parameter('X-Amz-Date', (/X-Amz-Date=([^&]*)/.exec(good.target) ?? [])[1] ?? '', ended),
    }),
    probe('GetObject', 'the other’s, that has expired, with two lifetimes', {
      ...ended,
      target: `${ended.target}&X-Amz-Expires=604800`,
    }),
    probe('GetObject', 'the other’s, that has expired, with one’s own token', {
      ...parameter('X-Amz-Security-Token', sessionToken, ended),
    }),
    probe('GetObject', 'the other’s, that has expired, with one’s own key', {
      ...changed(/(X-Amz-Credential=)[A-Z0-9]+/, `$1${accessKeyId}`, ended),
    }),
    probe('GetObject', 'the other’s, without its token', changed(/&X-Amz-Security-Token=[^&]*/, '')),
    probe('GetObject', 'the other’s, without its signature', changed(/&X-Amz-Signature=[^&]*/, '')),
    probe(
      'GetObject',
      'the other’s, with an altered signature',
      changed(/(.)$/, good.target.endsWith('0') ? '1' : '0'),
    ),
  ];
};
