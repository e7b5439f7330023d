import type { FileProbe, FileTechnique } from '../file-probe.ts';
import type { FileSide } from '../file-side.ts';
import { createOwnProbe } from './by.ts';

/** Lists with a prefix other than one's own, and lists of one's own with anything that might lead out of it. */
export const foreignLists: FileTechnique = {
  name: 'a list of the other’s files',
  risk: 'API1:2023',
  probes: (scene) => {
    const { by, whose } = scene;
    const probe = createOwnProbe(scene);
    const of =
      (operation: string, before: string) =>
      (what: string, query: string, more: Partial<FileProbe> = {}) =>
        probe(operation, what, { method: 'GET', path: '/', query: [before, query].filter(Boolean).join('&') }, more);
    const list = of('ListObjectsV2', 'list-type=2');
    const [own, theirs, slash] = [encodeURIComponent(by.folder), encodeURIComponent(whose.folder), '%2F'];
    // The list is of one's own folder, so it may succeed; S3 may also reject parameters that make no sense.
    const ofOwn = { isOwn: true, refusedBy: ['403 AccessDenied', '400 InvalidArgument'] };
    return [
      list('of everything', ''),
      list('of an empty prefix', 'prefix='),
      list('of folders', `delimiter=${slash}`),
      list('of folders in private/', `prefix=private%2F&delimiter=${slash}`),
      list('of private', 'prefix=private'),
      list('of private/', 'prefix=private%2F'),
      list('of the other’s folder', `prefix=${theirs}`),
      list(
        'of the other’s folder, as Amplify does',
        `prefix=${theirs}&delimiter=${slash}&encoding-type=url&max-keys=1000`,
      ),
      list('of the other’s folder, without its slash', `prefix=${encodeURIComponent(whose.folder.slice(0, -1))}`),
      list('of the other’s file', `prefix=${encodeURIComponent(whose.file)}`),
      list('of what both folders begin with', `prefix=${encodeURIComponent(findCommonBeginning(by, whose))}`),
      list('of one’s own folder, without its slash', `prefix=${encodeURIComponent(by.folder.slice(0, -1))}`),
      list('of what begins like one’s own folder', `prefix=${encodeURIComponent(`${by.folder.slice(0, -1)}0`)}`),
      list('of any folder, by a star', 'prefix=private%2F%2A'),
      list(
        'of the policy’s variable',
        `prefix=${encodeURIComponent(`private/\${cognito-identity.amazonaws.com:sub}/`)}`,
      ),
      list('of everything, in capitals', `Prefix=${own}`),
      list('after one’s own folder', `start-after=${own}`),
      list('of one’s own, after the other’s', `prefix=${own}&start-after=${theirs}`, ofOwn),
      list('of one’s own, after the top', `prefix=${own}&start-after=private%2F`, ofOwn),
      list('of one’s own, up to the end of a word', `prefix=${own}&delimiter=a`, ofOwn),
      list('of one’s own, by an empty delimiter', `prefix=${own}&delimiter=`, ofOwn),
      list(
        'of one’s own, where the other’s continues',
        `prefix=${own}&continuation-token=${encodeURIComponent(whose.token)}`,
        ofOwn,
      ),
      list('where the other’s continues', `continuation-token=${encodeURIComponent(whose.token)}`),
      list('of one’s own and of the other’s', `prefix=${own}&prefix=${theirs}`, ofOwn),
      list('of the other’s and of one’s own', `prefix=${theirs}&prefix=${own}`, ofOwn),
      list('of one’s own, around to the other’s', `prefix=${own}..%2F${theirs.slice('private%2F'.length)}`, ofOwn),
      ...['', `prefix=${theirs}`, `marker=${own}`].map((query) =>
        of('ListObjects', '')(query === '' ? 'of everything' : `by ${query.split('=')[0]}`, query),
      ),
      ...['', `prefix=${theirs}`, `prefix=${own}&key-marker=${theirs}`].map((query) =>
        of('ListObjectVersions', 'versions=')(query === '' ? 'of everything' : `by ${query.split('=')[0]}`, query),
      ),
      ...['', `prefix=${theirs}`, 'prefix=private%2F', `key-marker=${own}`].map((query) =>
        of('ListMultipartUploads', 'uploads=')(query === '' ? 'of everything' : `by ${query}`, query),
      ),
      of('ListMultipartUploads', 'uploads=')(
        'of one’s own, after the other’s',
        `prefix=${own}&key-marker=${theirs}`,
        ofOwn,
      ),
    ];
  },
};

const findCommonBeginning = (one: FileSide, other: FileSide): string => {
  const length = [...one.folder].findIndex((letter, index) => letter !== other.folder[index]);
  return one.folder.slice(0, Math.max(length, 0));
};
