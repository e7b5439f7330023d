import type { FileProbe, FileScene } from '../file-probe.ts';
import { encodePath } from '../file-side.ts';
import { type S3Asking, signHeaders } from '../s3-signing.ts';

/** Creates probes that are signed with the attacker's own keys. */
export const createOwnProbe =
  ({ bucket, by, time }: FileScene) =>
  (operation: string, what: string, asking: S3Asking, more: Partial<FileProbe> = {}): FileProbe => ({
    ...{ operation, what, sent: signHeaders(bucket, asking, { keys: by.user.keys, time }) },
    ...more,
  });

/** Returns an unused key in the attacker's own folder. */
export const formatOwnKey = ({ by }: FileScene, name = 'own'): string => `${by.folder}${by.word}-${name}`;

/** Returns an unused key in the other's folder. */
export const formatNewKey = ({ whose, by }: FileScene, name = 'new'): string => `${whose.folder}${by.word}-${name}`;

export const get = (key: string, more: Partial<S3Asking> = {}): S3Asking => ({
  method: 'GET',
  path: encodePath(key),
  ...more,
});

/** Writes a text that would be a visible change if it came through. */
export const put = (key: string, more: Partial<S3Asking> = {}): S3Asking => ({
  ...{ method: 'PUT', path: encodePath(key), body: 'by the attack' },
  ...more,
});

export const createDeleteAsking = (key: string, more: Partial<S3Asking> = {}): S3Asking => ({
  method: 'DELETE',
  path: encodePath(key),
  ...more,
});
