import { findOperation, type Operation } from '../../../infra/local/s3/operation.ts';

// Stands in for S3 in the client's tests: it has one file of three bytes, and every other operation succeeds.

const xml = (document: string) => new Response(document, { headers: { 'content-type': 'application/xml' } });

/** Finds S3's name for the operation that a request asks for. */
export const findFileOperation = (url: string, init: RequestInit): Operation => {
  const { pathname, searchParams } = new URL(url);
  const headers = new Headers(init.headers);
  const [, , ...key] = pathname.split('/');
  return findOperation({
    ...{ method: init.method ?? 'GET', key: key.join('/'), presigned: false, headersFrom: () => [] },
    header: (name) => headers.get(name) ?? undefined,
    parameter: (name) => searchParams.get(name) ?? undefined,
  });
};

export const fileBytes = 'abc';
export const fileHeaders = { etag: '"e"', 'content-type': 'text/plain' };

/** Answers as S3 does if all is well. */
export const answerFilesWell = (url: string, init: RequestInit): Response => {
  const { pathname, searchParams } = new URL(url);
  const key = decodeURIComponent(pathname.split('/').slice(2).join('/'));
  const escapedKey = key.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  switch (findFileOperation(url, init)) {
    case 'ListObjectsV2':
      return xml(createList(searchParams.get('prefix') ?? '', searchParams.get('encoding-type') === 'url'));
    case 'ListParts':
      return xml(
        `<ListPartsResult><UploadId>${searchParams.get('uploadId')}</UploadId><IsTruncated>false</IsTruncated></ListPartsResult>`,
      );
    case 'HeadObject':
      return new Response(null, { headers: { ...fileHeaders, 'content-length': '3' } });
    case 'GetObject': {
      const [, start = '0'] = /^bytes=(\d+)-/.exec(new Headers(init.headers).get('range') ?? '') ?? [];
      const headers = { ...fileHeaders, 'content-range': `bytes ${start}-2/3` };
      return new Response(fileBytes.slice(Number(start)), { status: 206, headers });
    }
    case 'PutObject':
    case 'UploadPart':
      return new Response(null, { headers: { etag: '"e"' } });
    case 'CreateMultipartUpload':
      return xml(
        `<InitiateMultipartUploadResult><Key>${escapedKey}</Key><UploadId>u</UploadId></InitiateMultipartUploadResult>`,
      );
    case 'CompleteMultipartUpload':
      return xml(`<CompleteMultipartUploadResult><Key>${escapedKey}</Key></CompleteMultipartUploadResult>`);
    default:
      return new Response(null, { status: 204 });
  }
};

export const createList = (prefix: string, isEncoded: boolean, key = '1-a.txt', more = ''): string => {
  const encoded = (text: string) => (isEncoded ? encodeURIComponent(text).replaceAll('%20', '+') : text);
  return `<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Prefix>${encoded(prefix)}</Prefix><KeyCount>1</KeyCount>${isEncoded ? '<EncodingType>url</EncodingType>' : ''}<IsTruncated>false</IsTruncated><Contents><Key>${encoded(prefix + key)}</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified><ETag>&quot;e&quot;</ETag><Size>3</Size></Contents>${more}</ListBucketResult>`;
};

/** Creates a refusal in S3's format. */
export const createS3Refusal = (status: number, code: string, message: string = code): Response =>
  new Response(
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message><RequestId>r</RequestId></Error>`,
    { status, headers: { 'content-type': 'application/xml' } },
  );
