import type { Principal } from '../chain.ts';
import type { FileProbe } from './file-probe.ts';
import { createSender, encodePath, type FileSide, type FileTools, listNames } from './file-side.ts';
import { findTexts, type S3Answer } from './s3-exchange.ts';
import { type S3Asking, signHeaders } from './s3-signing.ts';

/** Keeps account of what the attack makes, and takes it away. */
export interface Litter {
  readonly kept: (side: FileSide) => FileSide;
  /** Takes away what a request that was answered has made, as who sent it: it may be in nobody's folder. */
  readonly undone: (probe: FileProbe, answer: S3Answer, by: Principal) => Promise<void>;
  /** Takes away all the rest, also when the attack was broken off. */
  readonly tidy: () => Promise<void>;
}

export const createLitter = (given: FileTools, users: readonly [Principal, Principal]): Litter => {
  const tools = { ...given, send: given.sendToTheEnd };
  const { bucket, send, now } = tools;
  const words = new Set<string>();
  /** Paths of uploads in parts, by their ids. */
  const uploads = new Map<string, string>();

  return {
    kept: (side) => {
      words.add(side.word);
      uploads.set(side.upload.id, encodePath(side.upload.key));
      return side;
    },
    undone: async ({ sent }, answer, { keys }) => {
      const [target = '', query = ''] = sent.target.split('?');
      const style = target.startsWith(`${bucket.by.path.path}/`) ? 'path' : 'host';
      const path = target.slice(bucket.by[style].path.length);
      const sendDelete = (more: Partial<S3Asking> = {}) =>
        send(signHeaders(bucket, { method: 'DELETE', path, style, ...more }, { keys, time: now() }));
      if (sent.method === 'PUT' && !query.includes('uploadId=')) await sendDelete();
      const [id] = findTexts('UploadId', answer);
      if (sent.method !== 'POST' || id === undefined) return;
      uploads.set(id, path);
      await sendDelete({ query: `uploadId=${encodeURIComponent(id)}` });
    },
    tidy: async () => {
      for (const user of users) {
        const ask = createSender(tools, user);
        for (const [id, path] of uploads)
          await ask({ method: 'DELETE', path, query: `uploadId=${encodeURIComponent(id)}` });
        for (const key of await listNames(tools, user, `private/${user.identityId}/`))
          if ([...words].some((word) => key.includes(word))) await ask({ method: 'DELETE', path: encodePath(key) });
      }
      uploads.clear();
    },
  };
};
