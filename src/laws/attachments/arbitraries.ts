import fc from 'fast-check';
import { type AttachmentKey, parseAttachmentKey } from '../../domain/attachment-key.ts';
import { type MediaType, parseMediaType } from '../../domain/media-type.ts';
import { type OwnerId, parseOwnerId } from '../../domain/owner.ts';
import { someOwners } from '../arbitraries.ts';
import type { File, FileAction } from './model.ts';

export const keyNamed = (name: string): AttachmentKey => parseAttachmentKey(name)._unsafeUnwrap();
const typeNamed = (name: string): MediaType => parseMediaType(name)._unsafeUnwrap();

export const oneOwner = someOwners(1) as fc.Arbitrary<readonly [OwnerId]>;
export const twoOwners = someOwners(2) as fc.Arbitrary<readonly [OwnerId, OwnerId]>;

/**
 * Pairs of keys that a store takes for one another: one the prefix of the other, case, composed and decomposed, white
 * space and dots at an end, what a URL or a form encodes, or decodes twice, slashes and their look-alikes, and code
 * points beyond U+FFFF, which UTF-16 sorts before some others.
 */
export const keyTwins: readonly (readonly [AttachmentKey, AttachmentKey])[] = (
  [
    ['1700000000000-photo.jpg', '1700000000000-photo.jpg2'],
    ['photo.jpg', 'Photo.jpg'],
    ['é.txt', 'e\u0301.txt'],
    ['a', 'a/b'],
    ['a b', 'a+b'],
    ['c d', 'c%20d'],
    ['e/f', 'e%2Ff'],
    ['e\\f', 'e%5Cf'],
    ['g%', 'g%25'],
    ['h', 'h.'],
    ['i', 'i '],
    ['j', ' j'],
    ['k\uffff', 'k\u{1f600}'],
    ['l-', 'l_'],
    ['m*', 'mm'],
    ['n?x=1', 'n'],
    ['o#p', 'o'],
    ['q&amp;', 'q&'],
    ['__proto__', 'constructor'],
    ['0', '00'],
    ['x'.repeat(960), 'x'.repeat(959)],
  ] as const
).map(([one, other]) => [keyNamed(one), keyNamed(other)]);

/** Draws different keys, in any order. */
export const someKeys = (limits: fc.ArrayConstraints = {}): fc.Arbitrary<AttachmentKey[]> =>
  fc.shuffledSubarray(keyTwins.flat(), limits);
export const oneKey: fc.Arbitrary<AttachmentKey> = fc.constantFrom(...keyTwins.flat());

export const someType: fc.Arbitrary<MediaType> = fc.constantFrom(
  ...[
    ...['image/png', 'text/plain; charset=utf-8', 'Text/HTML', 'application/octet-stream', 'binary/octet-stream'],
    ...['application/vnd.x+json;v="1, 2"', `a/${'b'.repeat(253)}`],
  ].map(typeNamed),
);
export const anyType = typeNamed('image/png');

/** Contents that a component on the way is likely to change, to encode, or to take for text. */
export const delicateContents: readonly string[] = [
  ...['', '\0', '\r\n', '\n', ' ', '\xef\xbb\xbfx', '\xff\xfe', '\xc3\x28', '\x1f\x8b\x08\x00', '%PDF', '{"a":1}'],
  ...['5;chunk-signature=0\r\nhello\r\n0;chunk-signature=0\r\n\r\n', '--boundary\r\n', '\x1a', '<Error/>'],
  Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).join(''),
];

/** Contents that are often equal, and sometimes any bytes. */
const someContents: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('one', 'two', ''),
  fc.array(fc.nat(255), { maxLength: 12 }).map((bytes) => String.fromCharCode(...bytes)),
);
export const someFile: fc.Arbitrary<File> = fc.record({ mediaType: someType, contents: someContents });

/** A step of a history: the index of its owner, and the action. */
export interface DrawnFileAction {
  readonly who: number;
  readonly command: FileAction;
}

const fileActions = (key: fc.Arbitrary<AttachmentKey>): fc.Arbitrary<FileAction> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ type: fc.constant('put' as const), key, file: someFile }) },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('get' as const), key }) },
    fc.record({ type: fc.constant('delete' as const), key }),
    fc.record({
      type: fc.constant('list' as const),
      page: fc.record({ limit: fc.integer({ min: 1, max: 4 }), after: key }, { requiredKeys: ['limit'] }),
    }),
  );

/** Draws interleaved actions of this many owners on some of the keys. */
export const someHistory = (owners: number, maxLength = 30): fc.Arbitrary<readonly DrawnFileAction[]> =>
  someKeys({ minLength: 4, maxLength: 4 }).chain((keys) =>
    fc.array(fc.record({ who: fc.nat(owners - 1), command: fileActions(fc.constantFrom(...keys)) }), {
      maxLength,
      size: 'max',
    }),
  );

/** Actions of two owners on a file of each, in bunches that begin at once. No two puts have the same contents. */
export const someContention: fc.Arbitrary<readonly (readonly DrawnFileAction[])[]> = fc
  .array(
    fc.array(fc.record({ who: fc.constantFrom(0, 0, 0, 1), command: fileActions(fc.constant(keyNamed('a'))) }), {
      minLength: 1,
      maxLength: 4,
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((bunches) => {
    let puts = 0;
    const told = ({ who, command }: DrawnFileAction): DrawnFileAction =>
      command.type === 'put'
        ? { who, command: { ...command, file: { ...command.file, contents: `${puts++}` } } }
        : { who, command };
    return bunches.map((bunch) => bunch.map(told));
  });

const segment = fc.oneof(
  fc.constantFrom('a', 'b', 'private', 'us-east-1', 'x~', '…'),
  fc.stringMatching(/^[a-z0-9]{1,6}$/),
);

/** Two files of different owners, whose owner and key give the same text when they are joined. */
export const someJoint: fc.Arbitrary<readonly (readonly [OwnerId, AttachmentKey])[]> = fc
  .tuple(segment, segment, segment, fc.constantFrom('/', ':', '#', '|', '-', '_', '.', ' ', '%2F', '', '~', '\\'))
  .map(([one, two, three, between]) => [
    [parseOwnerId(one)._unsafeUnwrap(), `${two}${between}${three}`] as const,
    [parseOwnerId(`${one}${between}${two}`)._unsafeUnwrap(), three] as const,
  ])
  .filter((files) => files.every(([, key]) => parseAttachmentKey(key).isOk()))
  .map((files) => files.map(([owner, key]) => [owner, keyNamed(key)] as const));
