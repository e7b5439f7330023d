import type { FileProbe, FileScene } from '../file-probe.ts';
import { encodePath } from '../file-side.ts';
import { type S3Asking, signHeaders } from '../s3-signing.ts';

/** A probe that is signed by the attacker's own keys. */
export const createOwnProbe =
  ({ bucket, by, time }: FileScene) =>
  (operation: string, what: string, asking: S3Asking, more: Partial<FileProbe> = {}): FileProbe => ({
    ...{ operation, what, sent: signHeaders(bucket, asking, { keys: by.user.keys, time }) },
    ...more,
  });

/** A key of the attacker's own, at which there is nothing. */
export const ownKey = ({ by }: FileScene, name = 'own'): string => `${by.folder}${by.word}-${name}`;

/** A key in the other's folder, at which there is nothing. */
export const newKey = ({ whose, by }: FileScene, name = 'new'): string => `${whose.folder}${by.word}-${name}`;

export const get = (key: string, more: Partial<S3Asking> = {}): S3Asking => ({
  method: 'GET',
  path: encodePath(key),
  ...more,
});

/** With a text that would be a change where it came through. */
export const put = (key: string, more: Partial<S3Asking> = {}): S3Asking => ({
  ...{ method: 'PUT', path: encodePath(key), body: 'by the attack' },
  ...more,
});

export const createDeleteAsking = (key: string, more: Partial<S3Asking> = {}): S3Asking => ({
  method: 'DELETE',
  path: encodePath(key),
  ...more,
});
