import type { FileTechnique } from '../file-probe.ts';
import { encodePath } from '../file-side.ts';
import { signHeaders } from '../s3-signing.ts';
import { createDeleteAsking, createOwnProbe, formatNewKey, formatOwnKey, get, put } from './by.ts';

/**
 * Only those who may list the bucket may learn whether a file exists [S3 API Reference, "GetObject", "Permissions"].
 */
export const guesses: FileTechnique = {
  name: 'a file of the other’s, guessed',
  risk: 'API1:2023',
  probes: (scene) => {
    const { bucket, by, whose, time } = scene;
    const probe = createOwnProbe(scene);
    const same = (operation: string, askingOf: (key: string) => Parameters<typeof probe>[2]) =>
      probe(operation, 'like what never existed', askingOf(whose.file), {
        control: signHeaders(bucket, askingOf(formatNewKey(scene, 'a.txt')), { keys: by.user.keys, time }),
      });
    return [
      same('GetObject', (key) => get(key)),
      same('GetObject', (key) => get(key, { headers: { 'if-none-match': `"${whose.etag}"` } })),
      same('HeadObject', (key) => ({ ...get(key), method: 'HEAD' })),
      same('PutObject', (key) => put(key, { headers: { 'if-none-match': '*' } })),
      same('DeleteObject', (key) => createDeleteAsking(key)),
      same('CopyObject', (key) =>
        put(formatOwnKey(scene, 'copy'), {
          body: '',
          headers: { 'x-amz-copy-source': `${bucket.name}${encodePath(key)}` },
        }),
      ),
      same('CreateMultipartUpload', (key) => ({ method: 'POST', path: encodePath(key), query: 'uploads=' })),
    ];
  },
};
