import type { Principal } from '../chain.ts';
import type { FileProbe } from './file-probe.ts';
import { createSender, encodePath, type FileSide, type FileTools, listNames } from './file-side.ts';
import { findTexts, type S3Answer } from './s3-exchange.ts';
import { type S3Asking, signHeaders } from './s3-signing.ts';

/** Records what the attack makes, and deletes it. */
export interface Litter {
  readonly kept: (side: FileSide) => FileSide;
  /** Deletes what an answered request has made, as its sender: it may lie outside every user's folder. */
  readonly undone: (probe: FileProbe, answer: S3Answer, by: Principal) => Promise<void>;
  /** Deletes everything else, even if the attack was interrupted. */
  readonly tidy: () => Promise<void>;
}

export const createLitter = (given: FileTools, users: readonly [Principal, Principal]): Litter => {
  const tools = { ...given, send: given.sendToTheEnd };
  const { bucket, send, now } = tools;
  const words = new Set<string>();
  /** Paths of multipart uploads by upload id. */
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
