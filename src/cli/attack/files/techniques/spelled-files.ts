import type { FileProbe, FileScene, FileTechnique } from '../file-probe.ts';
import { encodePath } from '../file-side.ts';
import type { S3Asking } from '../s3-signing.ts';
import { createOwnProbe } from './by.ts';

/**
 * To S3 a key is a text, not a path, so none of these is the other's file [Amazon S3 User Guide, "Naming Amazon S3
 * objects"]. One would be if the component that authorizes read it differently from the component that stores the
 * files.
 */
export const spelledFiles: FileTechnique = {
  name: 'the other’s file, spelled otherwise',
  risk: 'API1:2023',
  probes: (scene) => [...probeAround(scene), ...probeAlike(scene)],
};

/** Keys that begin with one's own folder. Nothing is stored there, and what is written there is one's own. */
const probeAround = (scene: FileScene): readonly FileProbe[] => {
  const { by, whose } = scene;
  const own = encodePath(by.folder.slice(0, -1));
  const [, , folder = '', name = ''] = encodePath(whose.file).split('/');
  const ways: readonly (readonly [what: string, path: string])[] = [
    ['by ..', `${own}/../${folder}/${name}`],
    ['by .. from further down', `${own}/x/../../${folder}/${name}`],
    ['by .. to the top', `${own}/../../private/${folder}/${name}`],
    ['by %2e%2e', `${own}/%2e%2e/${folder}/${name}`],
    ['by .%2e', `${own}/.%2E/${folder}/${name}`],
    ['by ..%2F', `${own}/..%2F${folder}%2F${name}`],
    ['by %2F..%2F', `${own}%2F..%2F${folder}%2F${name}`],
    ['by ..%5C', `${own}/..%5C${folder}%5C${name}`],
    ['by %252e%252e', `${own}/%252e%252e/${folder}/${name}`],
    ['by %252e%252e%252f', `${own}/%252e%252e%252f${folder}%252f${name}`],
    ['by .. and a space', `${own}/..%20/${folder}/${name}`],
    ['by .. and a semicolon', `${own}/..%3B/${folder}/${name}`],
    ['by .. and a NUL', `${own}/..%00/${folder}/${name}`],
    ['by dots of full width', `${own}/${encodeURIComponent('．．')}/${folder}/${name}`],
    ['by two dots in one letter', `${own}/${encodeURIComponent('‥')}/${folder}/${name}`],
    ['by a slash of full width', `${own}/..${encodeURIComponent(`／${whose.user.identityId}／`)}${name}`],
    ['by overlong dots', `${own}/%C0%AE%C0%AE/${folder}/${name}`],
    ['by an overlong slash', `${own}/..%C0%AF${folder}%C0%AF${name}`],
    ['by a path from the top', `${own}//private/${folder}/${name}`],
    ['by a path from the top, encoded', `${own}/%2Fprivate%2F${folder}%2F${name}`],
    ['by an address', `${own}/http:%2F%2F${scene.bucket.name}/private/${folder}/${name}`],
    ['behind a line end', `${own}/%0D%0A/../../${folder}/${name}`],
    ['behind a question mark', `${own}/%3F/../../${folder}/${name}`],
    ['behind a number sign', `${own}/%23/../../${folder}/${name}`],
  ];
  const refusedBy = ['404 NoSuchKey', '403 AccessDenied', ...notUnderstood];
  return ways.flatMap(([what, path]) => probeSpelling(scene, what, path, { refusedBy, isOwn: true }));
};

/** Keys that resemble the other's. */
const probeAlike = (scene: FileScene): readonly FileProbe[] => {
  const { whose, bucket } = scene;
  const id = whose.user.identityId;
  const [, folder = '', identity = '', name = ''] = encodePath(whose.file).split('/');
  const withId = (other: string) => `/private/${encodeURIComponent(other)}/${name}`;
  const ways: readonly (readonly [what: string, path: string])[] = [
    ['in capitals', withId(id.toUpperCase())],
    ['private in capitals', `/PRIVATE/${identity}/${name}`],
    ['its name in capitals', `/private/${identity}/${name.toUpperCase()}`],
    ['in full width', withId([...id].map(toFullWidth).join(''))],
    ['with another hyphen', withId(id.replaceAll('-', '\u2010'))],
    ['with another colon', withId(id.replace(':', '\u02d0'))],
    ['with a letter of no width', withId(`${id}\u200b`)],
    ['with a mark of byte order', withId(`\ufeff${id}`)],
    ['with a combining mark', withId(`${id}\u0301`)],
    ['with a space', withId(`${id} `)],
    ['with a space before it', withId(` ${id}`)],
    ['with a dot', withId(`${id}.`)],
    ['with a NUL', withId(`${id}\u0000`)],
    ['with a semicolon', withId(`${id};x`)],
    ['without its region', withId(id.split(':').at(-1) ?? '')],
    ['with every letter escaped', `/private/${[...id].map(escapePercent).join('')}/${name}`],
    ['with its colon as it is', `/private/${id}/${name}`],
    ['with its colon escaped twice', `/private/${id.replace(':', '%253A')}/${name}`],
    ['with slashes escaped', `/private%2F${identity}%2F${name}`],
    ['with slashes escaped twice', `/private%252F${identity}%252F${name}`],
    ['with backslashes', `/private%5C${identity}%5C${name}`],
    ['with a letter of private escaped', `/%70rivate/${identity}/${name}`],
    ['with two slashes', `/private//${identity}/${name}`],
    ['with two slashes before its name', `/private/${identity}//${name}`],
    ['with a slash before it', `//private/${identity}/${name}`],
    ['with a dot before it', `/./private/${identity}/${name}`],
    ['with a dot within', `/private/./${identity}/${name}`],
    ['around another folder', `/private/x/../${identity}/${name}`],
    ['around the public one', `/public/../private/${identity}/${name}`],
    ['its name with a dot', `/private/${identity}/${name}.`],
    ['its name with a space', `/private/${identity}/${name}%20`],
    ['its name with a slash', `/private/${identity}/${name}/`],
    ['its name with a NUL', `/private/${identity}/${name}%00`],
    ['the bucket twice', `/${bucket.name}/${folder}/${identity}/${name}`],
  ];
  return ways.flatMap(([what, path]) =>
    probeSpelling(scene, what, path, { refusedBy: ['403 AccessDenied', ...notUnderstood] }),
  );
};

/**
 * [open] What S3 answers for each of these paths. It may reject the signature or the path, and not necessarily in XML.
 */
const notUnderstood = [
  ...[
    '403 SignatureDoesNotMatch',
    '400',
    '400 BadRequest',
    '400 InvalidURI',
    '400 InvalidArgument',
    '400 InvalidRequest',
  ],
];

/** Reads, overwrites and deletes a path; signs it in each form in which S3 may read it. */
const probeSpelling = (
  scene: FileScene,
  what: string,
  path: string,
  more: Partial<FileProbe>,
): readonly FileProbe[] => {
  const probe = createOwnProbe(scene);
  const asDecoded = path.replaceAll(/%2f/gi, '/');
  const forms: readonly Partial<S3Asking>[] = asDecoded === path ? [{}] : [{}, { signedPath: asDecoded }];
  return forms.flatMap((form) => [
    probe('GetObject', what, { method: 'GET', path, ...form }, more),
    probe('PutObject', what, { method: 'PUT', path, body: 'by the attack', ...form }, more),
    probe('DeleteObject', what, { method: 'DELETE', path, ...form }, more),
  ]);
};

const toFullWidth = (letter: string): string => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0);

const escapePercent = (letter: string): string => `%${(letter.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`;
