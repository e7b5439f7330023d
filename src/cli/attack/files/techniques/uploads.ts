import type { FileProbe, FileTechnique } from '../file-probe.ts';
import { encodePath } from '../file-side.ts';
import { createOwnProbe, formatNewKey, formatOwnKey, put } from './by.ts';

/** An upload id is valid only with its own key; for any other, S3 finds no such upload. */
export const foreignUploads: FileTechnique = {
  name: 'the other’s upload in parts',
  risk: 'API1:2023',
  probes: (scene) => {
    const { bucket, by, whose } = scene;
    const probe = createOwnProbe(scene);
    const all = (
      what: string,
      key: string,
      { id, partTag }: { id: string; partTag: string },
      more: Partial<FileProbe> = {},
    ) => {
      const path = encodePath(key);
      const query = `uploadId=${encodeURIComponent(id)}`;
      const part = `<Part><PartNumber>1</PartNumber><ETag>"${partTag}"</ETag></Part>`;
      const complete = `<CompleteMultipartUpload>${part}</CompleteMultipartUpload>`;
      const source = `${bucket.name}${encodePath(by.file)}`;
      return [
        probe('ListParts', what, { method: 'GET', path, query }, more),
        probe('UploadPart', what, put(key, { query: `partNumber=2&${query}` }), more),
        probe('UploadPart', `${what}, in place of a part`, put(key, { query: `partNumber=1&${query}` }), more),
        probe(
          'UploadPartCopy',
          what,
          {
            ...put(key, { query: `partNumber=2&${query}`, body: '', headers: { 'x-amz-copy-source': source } }),
          },
          more,
        ),
        probe('CompleteMultipartUpload', what, { method: 'POST', path, query, body: complete }, more),
        probe('AbortMultipartUpload', what, { method: 'DELETE', path, query }, more),
      ];
    };
    const noSuchUpload = { refusedBy: ['404 NoSuchUpload', '403 AccessDenied'] };
    return [
      ...all('at its key', whose.upload.key, whose.upload),
      ...all('at a key of one’s own', formatOwnKey(scene, 'upload'), whose.upload, noSuchUpload),
      ...all('at the key of one’s own upload', by.upload.key, whose.upload, noSuchUpload),
      ...all('one’s own, at the other’s file', whose.file, by.upload),
      ...all('one’s own, beside the other’s file', formatNewKey(scene, 'upload'), by.upload),
    ];
  },
};
