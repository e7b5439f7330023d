import { createHash } from 'node:crypto';
import type { FileProbe, FileScene, FileTechnique } from '../file-probe.ts';
import { encodePath } from '../file-side.ts';
import { findTexts } from '../s3-exchange.ts';
import { createDeleteAsking, createOwnProbe, formatNewKey, formatOwnKey, get, put } from './by.ts';

/** Every operation on an object of the other's, with one's own credentials. */
export const foreignFiles: FileTechnique = {
  name: 'the other’s file',
  risk: 'API1:2023',
  probes: (scene) => [
    ...probeReads(scene),
    ...probeWrites(scene),
    ...createCopyProbes(scene),
    ...createDeleteProbes(scene),
  ],
};

const probeReads = (scene: FileScene): readonly FileProbe[] => {
  const probe = createOwnProbe(scene);
  const { file, etag } = scene.whose;
  const sub = (query: string) =>
    probe('GetObject', `with ?${query}`, get(file, { query: `${query}=` }), {
      // Regions that are younger than torrents do not support them [S3 API Reference, "GetObjectTorrent"].
      refusedBy: ['403 AccessDenied', '405 MethodNotAllowed'],
    });
  const when = (name: string, value: string) =>
    probe('GetObject', `with ${name}`, get(file, { headers: { [name]: value } }));
  return [
    probe('GetObject', 'as it is', get(file)),
    probe('GetObject', 'by the bucket’s own name', get(file, { style: 'host' })),
    when('range', 'bytes=0-0'),
    when('range', 'bytes=-1'),
    when('range', 'bytes=1000000-'),
    when('if-none-match', `"${etag}"`),
    when('if-match', '"another"'),
    when('if-modified-since', 'Fri, 01 Jan 2100 00:00:00 GMT'),
    when('x-amz-checksum-mode', 'ENABLED'),
    probe('GetObject', 'a part of it', get(file, { query: 'partNumber=1' })),
    probe('GetObject', 'by a version', get(file, { query: 'versionId=null' })),
    probe('GetObject', 'with other headers', get(file, { query: 'response-content-type=text%2Fhtml' })),
    probe('HeadObject', 'as it is', { ...get(file), method: 'HEAD' }),
    probe('GetObjectAttributes', 'its size', {
      ...get(file, { query: 'attributes=', headers: { 'x-amz-object-attributes': 'ETag,ObjectSize' } }),
    }),
    ...['acl', 'tagging', 'retention', 'legal-hold', 'torrent'].map(sub),
  ];
};

const probeWrites = (scene: FileScene): readonly FileProbe[] => {
  const probe = createOwnProbe(scene);
  const { file, etag } = scene.whose;
  const when = (name: string, value: string, more: Partial<FileProbe> = {}) =>
    probe('PutObject', `over it, with ${name}`, put(file, { headers: { [name]: value } }), more);
  const tags = '<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>';
  return [
    probe('PutObject', 'over it', put(file)),
    probe('PutObject', 'over it, by the bucket’s own name', put(file, { style: 'host' })),
    probe('PutObject', 'over it, nothing', put(file, { body: '' })),
    when('if-match', `"${etag}"`),
    when('if-none-match', '*'),
    when('x-amz-acl', 'public-read', { refusedBy: ['403 AccessDenied', '400 AccessControlListNotSupported'] }),
    probe('PutObject', 'beside it', put(formatNewKey(scene))),
    probe(
      'PutObject',
      'beside it, if nothing is there',
      put(formatNewKey(scene), { headers: { 'if-none-match': '*' } }),
    ),
    probe('PutObjectTagging', 'tags of it', put(file, { query: 'tagging=', body: tags, headers: withMd5(tags) })),
    probe('DeleteObjectTagging', 'its tags', createDeleteAsking(file, { query: 'tagging=' })),
    probe('CreateMultipartUpload', 'over it', { method: 'POST', path: encodePath(file), query: 'uploads=' }),
    probe('CreateMultipartUpload', 'beside it', {
      method: 'POST',
      path: encodePath(formatNewKey(scene)),
      query: 'uploads=',
    }),
  ];
};

/**
 * A copy needs permission for both keys: to read the source, and to write the target [S3 API Reference, "CopyObject",
 * "Permissions"].
 */
const createCopyProbes = (scene: FileScene): readonly FileProbe[] => {
  const probe = createOwnProbe(scene);
  const { bucket, by, whose } = scene;
  const sources = (key: string) => [
    ['with a slash', `/${bucket.name}${encodePath(key)}`],
    ['without a slash', `${bucket.name}${encodePath(key)}`],
    ['encoded as a whole', encodeURIComponent(`${bucket.name}/${key}`)],
    ['not encoded', `${bucket.name}/${key}`],
    ['around a folder of one’s own', `${bucket.name}/${by.folder}../../${key}`],
  ];
  const copy = (what: string, target: string, source: string, more: Partial<FileProbe> = {}) =>
    probe('CopyObject', what, put(target, { body: '', headers: { 'x-amz-copy-source': source } }), more);
  const ofOwnFolder = ['403 AccessDenied', '404 NoSuchKey', '400 InvalidURI', '400 InvalidArgument'];
  const part = `partNumber=2&uploadId=${encodeURIComponent(by.upload.id)}`;
  const [[, own = ''] = []] = sources(by.file);
  const [[, theirs = ''] = []] = sources(whose.file);
  return [
    ...sources(whose.file).map(([how, source = '']) =>
      copy(
        `from it, ${how}`,
        formatOwnKey(scene, 'copy'),
        source,
        how?.startsWith('around') ? { refusedBy: ofOwnFolder } : {},
      ),
    ),
    copy('from it, by its version', formatOwnKey(scene, 'copy'), `${theirs}?versionId=null`),
    copy('onto it', whose.file, own),
    copy('beside it', formatNewKey(scene, 'copy'), own),
    copy('from it, onto another of the other’s', whose.shared, theirs),
    probe('UploadPartCopy', 'from it, into one’s own upload', {
      ...put(by.upload.key, { query: part, body: '', headers: { 'x-amz-copy-source': theirs } }),
    }),
    probe('UploadPartCopy', 'from it, a range', {
      ...put(by.upload.key, { query: part, body: '' }),
      headers: { 'x-amz-copy-source': theirs, 'x-amz-copy-source-range': 'bytes=0-1' },
    }),
  ];
};

const createDeleteProbes = (scene: FileScene): readonly FileProbe[] => {
  const probe = createOwnProbe(scene);
  const { file, shared } = scene.whose;
  const together = (what: string, keys: readonly string[], quiet = false) => {
    const objects = keys.map((key) => `<Object><Key>${key}</Key></Object>`).join('');
    const body = `<Delete>${objects}${quiet ? '<Quiet>true</Quiet>' : ''}</Delete>`;
    const isGone = (deleted: string): boolean => [file, shared].some((key) => deleted.includes(`<Key>${key}</Key>`));
    return probe(
      'DeleteObjects',
      what,
      { method: 'POST', path: '/', query: 'delete=', body, headers: withMd5(body) },
      {
        // S3 decides each key separately, and reports the results with status 200 [S3 API Reference, "DeleteObjects"].
        isOwn: true,
        sign: (answer) =>
          findTexts('Deleted', answer).some(isGone) ? 'which calls a file of the other’s deleted' : undefined,
      },
    );
  };
  const [own, another] = [formatOwnKey(scene, 'gone'), formatOwnKey(scene, 'gone-too')];
  return [
    probe('DeleteObject', 'as it is', createDeleteAsking(file)),
    probe('DeleteObject', 'by the bucket’s own name', createDeleteAsking(file, { style: 'host' })),
    probe('DeleteObject', 'by its version', createDeleteAsking(file, { query: 'versionId=null' })),
    probe('DeleteObject', 'if it is there', createDeleteAsking(file, { headers: { 'if-match': '*' } })),
    together('alone', [file]),
    together('behind one’s own', [own, file]),
    together('before one’s own', [file, own]),
    together('between one’s own, quietly', [own, file, another, shared], true),
  ];
};

/** S3 requires it for XML bodies [S3 API Reference, "DeleteObjects"]. */
const withMd5 = (body: string): Readonly<Record<string, string>> => ({
  'content-md5': createHash('md5').update(body).digest('base64'),
});
