import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ann, bob, issueCredentials, startTestS3, type TestS3 } from '../../infra/local/s3/test-s3.ts';
import { config, createFakeFetch, createTokens } from '../../test/kit/fake-pools.ts';
import { createList, createS3Refusal } from '../../test/kit/files/fake-files.ts';
import { createBucketConfig, createFile, createSessionAs, createTestFilesClient } from '../../test/kit/files/owner.ts';
import { listKeys, readBytesAt } from '../../test/kit/files/read-file.ts';
import type { Upload } from './attach.ts';
import { createSession } from './credentials-session.ts';
import { createFilesClient, type FilesClient, listAllFiles } from './files.ts';

const MiB = 1024 * 1024;
const time = Date.now();
let s3: TestS3;
beforeAll(async () => {
  s3 = await startTestS3();
});
afterAll(() => s3[Symbol.asyncDispose]());

/** Returns a fetch, and the list of requests that it records, as `PUT key` and `GET key?query`. */
const noted = () => {
  const asked: string[] = [];
  const fetch = (url: string, init: RequestInit) => {
    const { pathname, search } = new URL(url);
    asked.push(`${init.method} ${decodeURIComponent(pathname).split('/').slice(4).join('/')}${search}`);
    return globalThis.fetch(url, init);
  };
  return { asked, fetch };
};

describe('a file', () => {
  test.each([
    ['nothing', 0, 1],
    ['a byte', 1, 1],
    ['5 MiB', 5 * MiB, 1],
    ['a byte more than 5 MiB', 5 * MiB + 1, 5],
    ['three parts', 11 * MiB, 6],
  ])('of %s comes back as it was sent', async (_, size, requests) => {
    const { asked, fetch } = noted();
    const file = createFile(size);
    const key = (await createTestFilesClient(s3, { fetch }).attach(file))._unsafeUnwrap();
    expect(key).toMatch(/^\d{13}-file\.bin$/);
    expect(asked).toHaveLength(requests);
    const download = (await createTestFilesClient(s3).download(key))._unsafeUnwrap();
    expect(download).toMatchObject({ name: 'file.bin', size, type: 'application/x-test' });
    expect((await readBytesAt(createTestFilesClient(s3), key)).equals(Buffer.from(await file.arrayBuffer()))).toBe(
      true,
    );
    expect((await createTestFilesClient(s3).detach(key)).isOk()).toBe(true);
    expect((await createTestFilesClient(s3).download(key))._unsafeUnwrapErr()).toMatchObject({
      kind: 'S3Refused',
      status: 404,
    });
    expect((await createTestFilesClient(s3).detach(key)).isOk()).toBe(true);
  });

  const names = [
    'é ☕+&<">\'().png',
    'e\u0301.txt',
    '../../etc/passwd',
    'C:\\a.txt',
    '.',
    '..',
    '',
    '%2e%2e',
    '日本語',
    '\u2028\ufffe',
    'a?b#c',
    ' ',
  ];
  test.each(names)('with the name %j has a key that leads to it alone', async (name) => {
    const files = createTestFilesClient(s3);
    const key = (await files.attach(new File(['x'], name)))._unsafeUnwrap();
    expect(await listKeys(files)).toEqual([key]);
    expect(String(await readBytesAt(files, key))).toBe('x');
    const { url } = (await files.attachmentUrl(key))._unsafeUnwrap();
    expect(await (await fetch(url)).text()).toBe('x');
    expect((await files.detach(key)).isOk()).toBe(true);
    expect(await listKeys(files)).toEqual([]);
  });

  test('may be any blob, or an object that slices like one', async () => {
    const files = createTestFilesClient(s3);
    const slice = (start: number, end: number) => new Blob(['abc']).slice(start, end);
    for (const like of [new Blob(['abc']), { size: 3, slice }, { size: 3, name: 'n', type: 'nonsense\n', slice }]) {
      const key = (await files.attach(like))._unsafeUnwrap();
      expect((await files.download(key))._unsafeUnwrap().type).toBe('application/octet-stream');
      await files.detach(key);
    }
  });

  test('with the same name and time as another, even concurrently, is a file of its own', async () => {
    const files = createTestFilesClient(s3, { now: () => time });
    const sent = await Promise.all(['a', 'a', 'b'].map((text) => files.attach(new File([text], 'n'))));
    const keys = sent.map((each) => each._unsafeUnwrap());
    expect(new Set(keys).size).toBe(3);
    const another = createTestFilesClient(s3, { now: () => time });
    keys.push((await another.attach(new File(['c'], 'n')))._unsafeUnwrap());
    expect(await Promise.all(keys.map(async (key) => String(await readBytesAt(files, key))))).toEqual([
      'a',
      'a',
      'b',
      'c',
    ]);
    for (const key of keys) await files.detach(key);
  });

  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'NotSent'],
    ['a text', 'text', 'NotSent'],
    ['no size', { slice: () => new Blob([]) }, 'NotSent'],
    ['a file with an invalid size', { size: -1, slice: () => new Blob([]) }, 'NotSent'],
    ['larger than S3 allows', { size: 2 ** 53 - 1, slice: () => new Blob([]) }, 'NotSent'],
    [
      'a file that cannot be read',
      { size: 1, slice: () => ({ arrayBuffer: () => Promise.reject(new Error('gone')) }) },
      'FileUnreadable',
    ],
    ['a file that has become shorter', { size: 9, slice: () => new Blob(['a']) }, 'FileUnreadable'],
    ['a large file that has become shorter', { size: 9 * MiB, slice: () => new Blob(['a']) }, 'FileUnreadable'],
  ])('that is %s is not sent', async (_, file, kind) => {
    expect((await createTestFilesClient(s3).attach(file as File))._unsafeUnwrapErr().kind).toBe(kind);
    expect(await listKeys(createTestFilesClient(s3))).toEqual([]);
  });
});

describe('an upload that failed', () => {
  /** Fails from the second answered part on: S3 has one part at least by then. */
  const failed = async (file: File): Promise<Upload> => {
    let upload: Upload | undefined;
    let parts = 0;
    const fetch = async (url: string, init: RequestInit) => {
      const answer = await globalThis.fetch(url, init);
      if (url.includes('partNumber=') && ++parts === 2) throw new TypeError('gone');
      if (parts > 2) throw new TypeError('gone');
      return answer;
    };
    const onUpload = (told: Upload) => {
      upload = told;
    };
    expect((await createTestFilesClient(s3, { fetch }).attach(file, { onUpload })).isErr()).toBe(true);
    return upload as Upload;
  };

  test('is resumed by another process, which sends no part that has arrived', async () => {
    const file = createFile(16 * MiB);
    const resume = await failed(file);
    expect(Object.keys(resume).sort()).toEqual(['key', 'size', 'uploadId']);
    const { asked, fetch } = noted();
    const told: number[] = [];
    const onProgress = ({ done }: { done: number }) => told.push(done);
    const key = (await createTestFilesClient(s3, { fetch }).attach(file, { resume, onProgress }))._unsafeUnwrap();
    expect(key).toBe(resume.key);
    expect(asked.filter((each) => each.startsWith('PUT')).length).toBeLessThan(4);
    expect(asked.filter((each) => each.includes('?uploads'))).toEqual([]);
    expect(told.at(-1)).toBe(16 * MiB);
    expect((await readBytesAt(createTestFilesClient(s3), key)).equals(Buffer.from(await file.arrayBuffer()))).toBe(
      true,
    );
    // Repeats the call, as after a lost reply: the file is there, and nothing is sent.
    const again = noted();
    expect((await createTestFilesClient(s3, { fetch: again.fetch }).attach(file, { resume }))._unsafeUnwrap()).toBe(
      key,
    );
    expect(again.asked.map((each) => each.split(' ')[0])).toEqual(['GET', 'HEAD']);
    await createTestFilesClient(s3).detach(key);
  });

  test('of a file that has changed since has the file’s current bytes', async () => {
    const resume = await failed(createFile(11 * MiB));
    const file = createFile(11 * MiB, 'file.bin', 7);
    const key = (await createTestFilesClient(s3).attach(file, { resume }))._unsafeUnwrap();
    expect((await readBytesAt(createTestFilesClient(s3), key)).equals(Buffer.from(await file.arrayBuffer()))).toBe(
      true,
    );
    await createTestFilesClient(s3).detach(key);
  });

  test('starts again if it was abandoned, and refuses a file of another size', async () => {
    const file = createFile(6 * MiB);
    const resume = await failed(file);
    expect((await createTestFilesClient(s3).attach(createFile(7 * MiB), { resume }))._unsafeUnwrapErr().kind).toBe(
      'NotSent',
    );
    expect((await createTestFilesClient(s3).abandon(resume)).isOk()).toBe(true);
    expect((await createTestFilesClient(s3).abandon(resume)).isOk()).toBe(true);
    const { asked, fetch } = noted();
    const key = (await createTestFilesClient(s3, { fetch }).attach(file, { resume }))._unsafeUnwrap();
    expect(key).toBe(resume.key);
    expect(asked.filter((each) => each.includes('?uploads'))).toHaveLength(1);
    await createTestFilesClient(s3).detach(key);
  });

  test('with more parts than a page lists is resumed with all of them', async () => {
    const file = new Blob([new Uint8Array(11 * MiB)]);
    const sum = createHash('sha256')
      .update(new Uint8Array(5 * MiB))
      .digest('base64');
    const createPage = (number: number, isTruncated: boolean) =>
      `<ListPartsResult><UploadId>u</UploadId><NextPartNumberMarker>${number}</NextPartNumberMarker><IsTruncated>${isTruncated}</IsTruncated><Part><PartNumber>${number}</PartNumber><ETag>&quot;e&quot;</ETag><Size>${5 * MiB}</Size><ChecksumSHA256>${sum}</ChecksumSHA256></Part></ListPartsResult>`;
    const listing = (next: (marker: number) => string) =>
      createFakeFetch(({ operation, url }) => {
        const marker = Number(new URL(url).searchParams.get('part-number-marker'));
        return operation === 'ListParts' ? new Response(next(marker)) : undefined;
      });
    const resume = { key: '1-a', size: 11 * MiB, uploadId: 'u' };
    const { fetch, operations } = listing((marker) => createPage(marker + 1, marker === 0));
    expect((await createFilesClient(config, createSessionAs(ann), { fetch }).attach(file, { resume })).isOk()).toBe(
      true,
    );
    expect(operations()).toEqual(['ListParts', 'ListParts', 'UploadPart', 'CompleteMultipartUpload']);
    const endless = listing(() => createPage(1, true));
    const failed = await createFilesClient(config, createSessionAs(ann), { fetch: endless.fetch }).attach(file, {
      resume,
    });
    expect(failed._unsafeUnwrapErr().kind).toBe('UnexpectedAnswer');
  });

  test('that lost to a concurrent one is restarted, up to five times', async () => {
    const file = new Blob([new Uint8Array(6 * MiB)]);
    for (const code of ['ConditionalRequestConflict', 'NoSuchUpload']) {
      const { fetch, operations } = createFakeFetch(({ operation }) => {
        if (operation === 'CompleteMultipartUpload') return createS3Refusal(code === 'NoSuchUpload' ? 404 : 409, code);
        return operation === 'HeadObject' ? new Response(null, { status: 404 }) : undefined;
      });
      const files = createFilesClient(config, createSessionAs(ann), { fetch, sleep: async () => {} });
      expect((await files.attach(file))._unsafeUnwrapErr()).toMatchObject({ kind: 'S3Refused', status: 409 });
      expect(operations().filter((each) => each === 'CreateMultipartUpload')).toHaveLength(5);
    }
  });

  test('of a small file is not sent again if the file is there', async () => {
    const uploads: Upload[] = [];
    const onUpload = (told: Upload) => uploads.push(told);
    const key = (await createTestFilesClient(s3).attach(createFile(9), { onUpload }))._unsafeUnwrap();
    expect(uploads).toEqual([{ key, size: 9 }]);
    const { asked, fetch } = noted();
    expect(
      (await createTestFilesClient(s3, { fetch }).attach(createFile(9), { resume: uploads[0] }))._unsafeUnwrap(),
    ).toBe(key);
    expect(asked).toEqual([`HEAD ${key}`]);
    await createTestFilesClient(s3).detach(key);
  });
});

describe('a user’s files', () => {
  const strange = [
    '../x',
    'a//b',
    '/a',
    'a/',
    '.',
    '..',
    'a/../b',
    '',
    `../${bob}/x`,
    'a\0',
    'a\nb',
    '\ud800',
    'a'.repeat(961),
    7,
  ];
  test.each(strange)('are not reached by %j, and nothing is sent', async (key) => {
    const { fetch, asked } = createFakeFetch();
    const files = createFilesClient(config, createSessionAs(ann), { fetch });
    const resume = { key: key as string, size: 1 };
    for (const call of [
      files.download(key as string),
      files.attachmentUrl(key as string),
      files.detach(key as string),
      files.abandon({ ...resume, uploadId: 'u' }),
      files.attach(createFile(1), { resume }),
    ])
      expect((await call)._unsafeUnwrapErr()).toMatchObject({ kind: 'NotSent', reason: expect.stringMatching(/key/) });
    expect(asked).toEqual([]);
  });

  test('are separate from another user’s, even under the same key', async () => {
    const now = () => time;
    const [anns, bobs] = [createTestFilesClient(s3, { now }), createTestFilesClient(s3, { now }, bob)];
    const key = (await anns.attach(new File(['ann'], 'n')))._unsafeUnwrap();
    expect(await listKeys(bobs)).toEqual([]);
    expect((await bobs.download(key)).isErr()).toBe(true);
    expect((await bobs.detach(key)).isOk()).toBe(true);
    expect((await bobs.attach(new File(['bob'], 'n')))._unsafeUnwrap()).toBe(key);
    expect([String(await readBytesAt(anns, key)), String(await readBytesAt(bobs, key))]).toEqual(['ann', 'bob']);
    // A prefix in a key is part of a name below one's own prefix.
    expect((await anns.download(`private/${bob}/${key}`)).isErr()).toBe(true);
    await anns.detach(key);
    await bobs.detach(key);
  });

  test('are refused by S3 if another user’s credentials sign for them', async () => {
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = issueCredentials(bob);
    const credentials = { identityId: ann, accessKeyId, secretAccessKey, sessionToken, expires: expiration };
    const session = {
      ...createSessionAs(bob),
      credentials: () =>
        createSessionAs(bob)
          .credentials()
          .map(() => credentials),
    };
    const files = createFilesClient(createBucketConfig(s3), session, { sleep: async () => {} });
    for (const call of [
      files.list(),
      files.attach(createFile(1)),
      files.attach(createFile(6 * MiB)),
      files.detach('1-a'),
      files.download('1-a'),
    ])
      expect((await call)._unsafeUnwrapErr()).toMatchObject({ kind: 'S3Refused', status: 403 });
  });

  test('do not exist in a deployment without a bucket', async () => {
    const { bucketName: _, s3Endpoint: __, ...without } = config;
    const { fetch, asked } = createFakeFetch();
    const files = createFilesClient(without, createSession(config, createTokens(0), { fetch }), { fetch });
    const calls = [
      files.list(),
      files.attach(createFile(1)),
      files.detach('a'),
      files.download('a'),
      files.attachmentUrl('a'),
    ];
    for (const call of calls)
      expect((await call)._unsafeUnwrapErr()).toMatchObject({
        kind: 'NotSent',
        reason: expect.stringContaining('BucketName'),
      });
    expect(asked).toEqual([]);
  });
});

describe('a list', () => {
  const pages = (...answers: readonly string[]) => {
    const left = [...answers];
    const { fetch, asked } = createFakeFetch(
      () => new Response(left.shift() ?? '', { headers: { 'content-type': 'application/xml' } }),
    );
    return { files: createFilesClient(config, createSessionAs(ann), { fetch }), asked };
  };
  const own = `private/${ann}/`;
  const more = (document: string, token: string) =>
    document.replace(
      'false</IsTruncated>',
      `true</IsTruncated><NextContinuationToken>${token}</NextContinuationToken>`,
    );

  test('has all pages, by S3’s continuation token', async () => {
    const { files, asked } = pages(more(createList(own, true, '1-a'), 't+/='), createList(own, true, '2-b'));
    expect(await listKeys(files)).toEqual(['1-a', '2-b']);
    expect(asked.map(({ url }) => new URL(url).searchParams.get('continuation-token'))).toEqual([null, 't+/=']);
  });

  test('continues past an empty page', async () => {
    const empty = createList(own, true)
      .replace(/<Contents>.*<\/Contents>/s, '')
      .replace('<KeyCount>1', '<KeyCount>0');
    const { files } = pages(more(empty, 't'), createList(own, true, '2-b'));
    expect(await listKeys(files)).toEqual(['2-b']);
  });

  test('whose pages form a circle ends', async () => {
    const { files } = pages(...Array.from({ length: 9 }, () => more(createList(own, true, '1-a'), 't')));
    const all = [];
    for await (const each of listAllFiles(files)) all.push(each);
    expect(all.at(-1)?._unsafeUnwrapErr()).toMatchObject({ kind: 'UnexpectedAnswer' });
    expect(all.length).toBeLessThan(4);
  });

  const good = createList(own, true);
  test.each([
    ['has another prefix', good.replaceAll('private', 'public')],
    ['has another user’s file in it', good.replace(/<Key>[^<]*/, `<Key>private%2F${bob}%2F1-a`)],
    ['has no size', good.replace('<Size>3</Size>', '')],
    ['has two sizes', good.replace('<Size>3</Size>', '<Size>3</Size><Size>3</Size>')],
    ['has a size that is not a number', good.replace('<Size>3', '<Size>3e2')],
    ['has a time that does not exist', good.replace(/<LastModified>[^<]*/, '<LastModified>2026-13-02T03:04:05.000Z')],
    ['counts others', good.replace('<KeyCount>1', '<KeyCount>2')],
    ['does not say whether there is more', good.replace('<IsTruncated>false</IsTruncated>', '')],
    ['says that there is more, but not where', good.replace('false</IsTruncated>', 'true</IsTruncated>')],
    ['does not have the requested encoding', good.replace('<EncodingType>url</EncodingType>', '')],
    ['has a key that is not encoded', good.replace(/<Key>[^<]*/, '<Key>%E0%A4%A')],
    ['is cut short', good.slice(0, -9)],
    ['has a comment', good.replace('<Size>', '<!-- --><Size>')],
    ['has an entity of its own', `<!DOCTYPE x [<!ENTITY a "b">]>${good}`],
    ['has an undefined reference', good.replace('<Size>3', '<Size>&a;3')],
    ['is another document', good.replaceAll('ListBucketResult', 'ListPartsResult')],
    ['is followed by another', good + good],
    ['is an error after a 200', '<Error><Code>InternalError</Code></Error>'],
    ['is nothing', ''],
  ])('that %s is refused', async (_, document) => {
    expect((await pages(document).files.list())._unsafeUnwrapErr()).toMatchObject({ kind: 'UnexpectedAnswer' });
  });

  test('may have no files, and elements unknown today', async () => {
    const empty = good.replace(/<Contents>.*<\/Contents>/, '<Name/>').replace('<KeyCount>1', '<KeyCount>0');
    expect((await pages(empty).files.list())._unsafeUnwrap()).toEqual({ files: [] });
    const newer = good.replace('<Size>', '<New a="b"><Inner>x</Inner></New><Size>');
    expect((await pages(newer).files.list())._unsafeUnwrap().files).toEqual([
      { key: '1-a.txt', size: 3, time: Date.UTC(2026, 0, 2, 3, 4, 5) },
    ]);
  });
});

describe('refusals by S3', () => {
  const refusing = (answer: () => Response) => {
    const { fetch, asked } = createFakeFetch(answer);
    const session = { ...createSessionAs(ann), forgotten: 0, forget: () => void session.forgotten++ };
    return { files: createFilesClient(config, session, { fetch, sleep: async () => {} }), asked, session };
  };

  test.each([
    [503, 'SlowDown', 5],
    [500, 'InternalError', 5],
    [400, 'RequestTimeout', 5],
    [403, 'AccessDenied', 1],
    [400, 'InvalidRequest', 1],
    [400, 'ExpiredToken', 2],
    [403, 'InvalidAccessKeyId', 2],
  ])('%i %s: the request is sent %i times, and the failure has status and code', async (status, code, times) => {
    const { files, asked, session } = refusing(() => createS3Refusal(status, code, 'why'));
    expect((await files.detach('a'))._unsafeUnwrapErr()).toEqual({
      ...{ kind: 'S3Refused', status, code, message: 'why', requestId: 'r' },
    });
    expect(asked).toHaveLength(times);
    expect(session.forgotten > 0).toBe(times === 2);
  });

  test('of expired credentials are mended by new credentials', async () => {
    let old = true;
    const session = {
      credentials: () => {
        const { expiration, ...keys } = issueCredentials(ann, old ? Date.now() - 1000 : undefined);
        return createSessionAs(ann)
          .credentials()
          .map((each) => ({ ...each, ...keys, expires: expiration }));
      },
      forget: () => {
        old = false;
      },
    };
    const files = createFilesClient(createBucketConfig(s3), session);
    const key = (await files.attach(createFile(6 * MiB)))._unsafeUnwrap();
    old = true;
    expect((await files.download(key)).isOk()).toBe(true);
    expect((await files.detach(key)).isOk()).toBe(true);
  });

  test('for a wrong clock are mended by S3’s time', async () => {
    const files = createTestFilesClient(s3, { now: () => Date.now() - 3_600_000 });
    const key = (await files.attach(createFile(6 * MiB)))._unsafeUnwrap();
    expect((await createTestFilesClient(s3, { now: () => Date.now() + 3_600_000 }).download(key)).isOk()).toBe(true);
    await files.detach(key);
  });

  test('for a wrong clock are mended by what another client of the session has learned', async () => {
    const session = createSessionAs(ann);
    const create = () => createFilesClient(createBucketConfig(s3), session, { now: () => Date.now() - 3_600_000 });
    const key = (await create().attach(createFile(3)))._unsafeUnwrap();
    const { url } = (await create().attachmentUrl(key))._unsafeUnwrap();
    expect((await fetch(url)).status).toBe(200);
    await create().detach(key);
  });

  test('pass on nothing of signatures or tokens', async () => {
    const body = `<Error><Code>SignatureDoesNotMatch</Code><Message>no</Message><StringToSign>s3cret</StringToSign><Token-0>s3cret</Token-0><RequestId>r</RequestId></Error>`;
    const { files } = refusing(() => new Response(body, { status: 403 }));
    expect(JSON.stringify((await files.detach('a'))._unsafeUnwrapErr())).not.toContain('s3cret');
  });
});

describe('a presigned URL', () => {
  const withFile = async <T>(name: string, use: (files: FilesClient, key: string) => Promise<T>): Promise<T> => {
    const files = createTestFilesClient(s3);
    const key = (await files.attach(new File(['<script>'], name, { type: 'text/html' })))._unsafeUnwrap();
    try {
      return await use(files, key);
    } finally {
      await files.detach(key);
    }
  };

  test('makes the browser save the file under its name', () =>
    withFile('a "b" ☕;x.html', async (files, key) => {
      const { headers } = await fetch((await files.attachmentUrl(key))._unsafeUnwrap().url);
      expect(headers.get('content-disposition')).toBe(
        `attachment; filename="a _b_ _;x.html"; filename*=UTF-8''a%20%22b%22%20%E2%98%95%3Bx.html`,
      );
    }));

  test('may show a picture, and nothing else', () =>
    withFile('a.png', async (files, key) => {
      const { url } = (await files.attachmentUrl(key, { preview: 'image/png' }))._unsafeUnwrap();
      const { headers } = await fetch(url);
      expect(headers.get('content-type')).toBe('image/png');
      expect(headers.get('content-disposition')).toBe('inline');
      for (const preview of ['image/svg+xml', 'text/html', 'application/pdf', 'toString', ''])
        expect((await files.attachmentUrl(key, { preview: preview as 'image/png' }))._unsafeUnwrapErr().kind).toBe(
          'NotSent',
        );
    }));

  test('expires when it says, and no later than the credentials', () =>
    withFile('a', async (files, key) => {
      const now = Date.now();
      const { url, expires } = (await files.attachmentUrl(key, { expiresIn: 1 }))._unsafeUnwrap();
      expect(Math.abs(expires - now - 1000)).toBeLessThan(1000);
      expect((await fetch(url)).status).toBe(200);
      await new Promise((resolve) => setTimeout(resolve, expires - Date.now() + 1100));
      expect((await fetch(url)).status).toBe(403);
      const week = (await files.attachmentUrl(key, { expiresIn: 604_800 }))._unsafeUnwrap();
      expect(Math.abs(week.expires - now - 3_600_000)).toBeLessThan(5000);
      for (const expiresIn of [0, -1, 0.5, 604_801, Number.NaN])
        expect((await files.attachmentUrl(key, { expiresIn }))._unsafeUnwrapErr().kind).toBe('NotSent');
    }));

  test('is on AWS’s own host if there is no other endpoint', async () => {
    const { s3Endpoint: _, ...onAws } = config;
    const hosts = ['us-east-1', 'cn-north-1'].map(async (region) => {
      const files = createFilesClient({ ...onAws, region }, createSessionAs(ann));
      return new URL((await files.attachmentUrl('a b'))._unsafeUnwrap().url);
    });
    expect((await Promise.all(hosts)).map(({ origin, pathname }) => origin + decodeURIComponent(pathname))).toEqual([
      `https://bucket.s3.us-east-1.amazonaws.com/private/${ann}/a b`,
      `https://bucket.s3.cn-north-1.amazonaws.com.cn/private/${ann}/a b`,
    ]);
  });
});
