import { randomBytes } from 'node:crypto';
import type { Principal } from '../chain.ts';
import type { Bucket } from './bucket.ts';
import { describeAnswer, findTexts, isDone, type S3Answer, type S3Send } from './s3-exchange.ts';
import { presign, type S3Asking, type S3Sent, signHeaders } from './s3-signing.ts';

/** What the attack works with. */
export interface FileTools {
  readonly bucket: Bucket;
  readonly send: S3Send;
  /** The same, but it continues after the attack was interrupted. */
  readonly sendToTheEnd: S3Send;
  /** Returns epoch milliseconds. */
  readonly now: () => number;
}

/** One of the two users, with some files that the attack made for them. */
export interface FileSide {
  readonly user: Principal;
  /** `private/<identity id>/` */
  readonly folder: string;
  /** A part of the name of each file that the attack made. */
  readonly word: string;
  /** A text in every file of this user, and nowhere else. */
  readonly marker: string;
  /** Keys of two files: one that is the user's alone, and one for which a presigned URL was given away. */
  readonly file: string;
  readonly shared: string;
  /** The ETag of `file`, without quotes. */
  readonly etag: string;
  /** A multipart upload that has one part. */
  readonly upload: { readonly key: string; readonly id: string; readonly partTag: string };
  /** Presigned URLs of `shared`: one that is valid for an hour, and an expired one that was signed an hour ago. */
  readonly addresses: { readonly good: S3Sent; readonly ended: S3Sent };
  /** The continuation token of the user's own list, after the first of two files. */
  readonly token: string;
}

const anHour = 3600;

/** Stores some files as a user. Throws if that fails, since then nothing can be proven. */
export const createFileSide = async (tools: FileTools, user: Principal): Promise<FileSide> => {
  const { bucket, now } = tools;
  const [word, marker] = [`attack-${randomBytes(8).toString('hex')}`, randomBytes(16).toString('hex')];
  const folder = `private/${user.identityId}/`;
  const [file, shared, uploadKey] = [`${folder}${word}-a.txt`, `${folder}${word}-b.txt`, `${folder}${word}-c.txt`];
  const ask = createSender(tools, user);
  const done = async (of: S3Asking) => {
    const answer = await ask(of);
    if (!isDone(answer))
      throw new Error(`${of.method} of one of ${user.name}’s own files was answered with ${describeAnswer(answer)}`);
    return answer;
  };
  const kept = await done({ method: 'PUT', path: encodePath(file), body: `${marker} of ${user.name}` });
  await done({ method: 'PUT', path: encodePath(shared), body: `${marker} shared` });
  const begun = await done({ method: 'POST', path: encodePath(uploadKey), query: 'uploads=' });
  const [id = ''] = findTexts('UploadId', begun);
  const part = await done({
    ...{ method: 'PUT', path: encodePath(uploadKey), query: `partNumber=1&uploadId=${encodeURIComponent(id)}` },
    body: `${marker} in part`,
  });
  const first = await done(createListAsking(`${folder}${word}`, '&max-keys=1'));
  const reading = { method: 'GET', path: encodePath(shared) };
  const { keys } = user;
  const time = now();
  return {
    ...{ user, folder, word, marker, file, shared },
    etag: readEntityTag(kept.headers),
    upload: { key: uploadKey, id, partTag: readEntityTag(part.headers) },
    addresses: {
      good: presign(bucket, reading, { keys, time }, anHour),
      ended: presign(bucket, reading, { keys, time: time - anHour * 1000 }, 60),
    },
    token: findTexts('NextContinuationToken', first)[0] ?? '',
  };
};

/** Returns the state of a user's files, for comparison: an ETag changes with the bytes. */
export const readStanding = async (tools: FileTools, { user, folder, upload }: FileSide): Promise<string> => {
  const pages = await readPages(tools, user, folder);
  const parts = await createSender(
    tools,
    user,
  )({ method: 'GET', path: encodePath(upload.key), query: `uploadId=${encodeURIComponent(upload.id)}` });
  return JSON.stringify([
    ...['Key', 'ETag', 'Size'].map((name) => pages.flatMap((page) => findTexts(name, page))),
    ...[parts.status, findTexts('ETag', parts), pages.map(({ status }) => status)],
  ]);
};

/** Returns every key below a prefix, as its user lists it. */
export const listNames = async (tools: FileTools, user: Principal, prefix: string): Promise<readonly string[]> =>
  (await readPages(tools, user, prefix)).flatMap((page) =>
    findTexts('Key', page).map((key) => decodeURIComponent(key.replaceAll('+', ' '))),
  );

const readPages = async (tools: FileTools, user: Principal, prefix: string): Promise<readonly S3Answer[]> => {
  const pages: S3Answer[] = [];
  let token: string | undefined;
  do {
    const from = token === undefined ? '' : `&continuation-token=${encodeURIComponent(token)}`;
    const page = await createSender(tools, user)(createListAsking(prefix, `&encoding-type=url${from}`));
    pages.push(page);
    [token] = findTexts('NextContinuationToken', page);
  } while (token !== undefined);
  return pages;
};

/** Creates a function that signs requests as a user and sends them. */
export const createSender =
  ({ bucket, send, now }: FileTools, { keys }: Principal) =>
  (of: S3Asking) =>
    send(signHeaders(bucket, of, { keys, time: now() }));

/** Encodes a key as a path: each segment by `encodeURIComponent`. */
export const encodePath = (key: string): string => `/${key.split('/').map(encodeURIComponent).join('/')}`;

export const createListAsking = (prefix: string, more = ''): S3Asking => ({
  ...{ method: 'GET', path: '/' },
  query: `list-type=2&prefix=${encodeURIComponent(prefix)}${more}`,
});

const readEntityTag = (headers: Readonly<Record<string, string>>): string => (headers.etag ?? '').replaceAll('"', '');
