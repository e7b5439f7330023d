import { Amplify } from 'aws-amplify';
import { fetchAuthSession, signIn } from 'aws-amplify/auth';
import { copy, downloadData, getProperties, getUrl, list, remove, uploadData } from 'aws-amplify/storage';
import type { Outputs } from '../../infra/local/outputs.ts';

/**
 * Runs in a page for the files test: aws-amplify as published, at AWS's own addresses. Resolves to what each step came
 * to, for the page's server.
 */
const run = async (): Promise<Record<string, unknown>> => {
  const outputs: Outputs = await (await fetch('/outputs.json')).json();
  const { Region: region, BucketName: bucket = '' } = outputs;
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: outputs.UserPoolId,
        userPoolClientId: outputs.UserPoolClientId,
        identityPoolId: outputs.IdentityPoolId,
        userPoolEndpoint: outputs.CognitoEndpoint,
        identityPoolEndpoint: outputs.CognitoEndpoint,
      },
    },
    Storage: { S3: { bucket, region } },
  });
  await signIn({ username: 'admin@example.com', password: 'Passw0rd!' });
  const { identityId = '' } = await fetchAuthSession();
  const own = (name: string) => `private/${identityId}/${name}`;
  const kept = (name: string, data: Blob | string, options = {}) =>
    uploadData({ path: own(name), data, options }).result;
  const read = async (name: string) => (await downloadData({ path: own(name) }).result).body.text();
  const names = (items: readonly { readonly path: string }[]) => items.map(({ path }) => path.slice(own('').length));
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error: Error) => error.name,
    );

  await kept('small.txt', 'hello ☕', { contentType: 'text/plain', metadata: { note: 'x' } });
  const odd = "it's (1) ün ☕+&.png";
  await kept(odd, new File([new Uint8Array(1000)], odd, { type: 'image/png' }));
  await kept('empty', '');
  await kept('sum.txt', 'with a sum', { checksumAlgorithm: 'crc-32' });
  const twelve = new Blob([new Uint8Array(12 * 1024 * 1024).fill(7)]);
  const progress: number[] = [];
  await kept('big.bin', twelve, {
    onProgress: ({ transferredBytes }: { transferredBytes: number }) => progress.push(transferredBytes),
  });
  await kept('big-sum.bin', twelve, { checksumAlgorithm: 'crc-32' });

  /** Starts an upload, and resolves once it is on its way. */
  const begun = async (name: string) => {
    const { promise: moves, resolve: onProgress } = Promise.withResolvers<unknown>();
    const upload = uploadData({ path: own(name), data: twelve, options: { onProgress } });
    await moves;
    return upload;
  };
  const paused = await begun('paused.bin');
  paused.pause();
  paused.resume();
  await paused.result;
  const cancelled = await begun('cancelled.bin');
  const ended = refusal(cancelled.result);
  cancelled.cancel();

  const { eTag, size, contentType } = await getProperties({ path: own('small.txt') });
  const { url } = await getUrl({
    path: own('small.txt'),
    options: {
      validateObjectExistence: true,
      expiresIn: 300,
      contentDisposition: { type: 'attachment', filename: 'a.txt' },
    },
  });
  const byUrl = await fetch(url);
  // Amplify does not encode a source's name, and a header cannot carry `☕`.
  await copy({ source: { path: own('small.txt') }, destination: { path: own('copy of (1).png') } });
  const overwritten = refusal(kept('small.txt', 'again', { preventOverwrite: true }));
  const part = await downloadData({ path: own('small.txt'), options: { bytesRange: { start: 0, end: 4 } } }).result;
  await kept('folder/one.txt', '1');
  await kept('folder/two.txt', '2');
  const first = await list({ path: own(''), options: { pageSize: 2 } });
  const next = await list({ path: own(''), options: { pageSize: 2, nextToken: first.nextToken ?? '' } });
  const folders = await list({ path: own(''), options: { subpathStrategy: { strategy: 'exclude' } } });
  const everything = await list({ path: own(''), options: { listAll: true } });
  await remove({ path: own('empty') });
  await remove({ path: own('folder/') });
  const left = await list({ path: own(''), options: { listAll: true } });

  const foreign = 'private/us-east-1:7c9e6679-7425-40de-944b-e07fc1f90ae7/a.txt';
  return {
    small: await read('small.txt'),
    oddBytes: (await (await downloadData({ path: own(odd) }).result).body.blob()).size,
    sum: await read('sum.txt'),
    bigBytes: (await (await downloadData({ path: own('big.bin') }).result).body.blob()).size,
    progressEndsAt: progress.at(-1),
    pausedBytes: (await getProperties({ path: own('paused.bin') })).size,
    cancelled: await ended,
    properties: { hasETag: eTag !== undefined, size, contentType },
    byUrl: [byUrl.status, url.searchParams.get('response-content-disposition'), await byUrl.text()],
    overwritten: await overwritten,
    part: await part.body.text(),
    pages: [names(first.items), names(next.items)],
    folders: names(folders.items).includes('folder/one.txt'),
    excluded: folders.excludedSubpaths?.map((path) => path.slice(own('').length)),
    everything: names(everything.items),
    left: names(left.items),
    missing: await refusal(downloadData({ path: own('nothing') }).result),
    foreign: {
      read: await refusal(downloadData({ path: foreign }).result),
      written: await refusal(uploadData({ path: foreign, data: 'x' }).result),
      properties: await refusal(getProperties({ path: foreign })),
      removed: await refusal(remove({ path: foreign }).result),
      listed: await refusal(list({ path: 'private/us-east-1:7c9e6679-7425-40de-944b-e07fc1f90ae7/' })),
      copied: await refusal(copy({ source: { path: foreign }, destination: { path: own('theirs') } })),
    },
  };
};

run()
  .catch((error: Error) => ({ failed: error.stack }))
  .then((result) => fetch('/result', { method: 'POST', body: JSON.stringify(result) }));
