import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAttachmentKey } from '../../domain/attachment-key.ts';
import { parseOwnerId } from '../../domain/owner.ts';
import { anyCharacter } from '../../laws/any-character.ts';
import { confusions } from '../../laws/confusions/catalogue.ts';
import { formatObjectName, formatPlace, parseObjectName } from './object-name.ts';

const ownerNamed = (name: string) => parseOwnerId(name)._unsafeUnwrap();
const identity = fc.uuid().map((uuid) => `us-east-1:${uuid}`);
const material = fc.oneof(identity, fc.string({ unit: anyCharacter, minLength: 1, maxLength: 40 }));
/** Two owners that are easily confused, or any two; one may be built from the other's place. */
const pairs = fc.oneof(
  fc.tuple(fc.constantFrom(...confusions), material).map(([{ pair }, text]) => pair(text)),
  fc.tuple(material, material),
  material.map((text) => [text, formatPlace(ownerNamed(text)).slice('private/'.length, -1)] as const),
  fc.tuple(identity, material).map(([owner, more]) => [owner, `${owner}/${more}`] as const),
);

describe('the prefix of an owner', () => {
  test('differs between owners, and no prefix begins another', () => {
    fc.assert(
      fc.property(pairs, ([one, other]) => {
        const [first, second] = [formatPlace(ownerNamed(one)), formatPlace(ownerNamed(other))];
        // No identity id is a hash, and no hash is an identity id: only a place that is its own hash would collide.
        expect(first === second).toBe(one === other);
        expect(first.startsWith(second)).toBe(one === other);
      }),
      { numRuns: 3000 },
    );
  });

  test('has two slashes, the second at its end, and leaves 960 bytes for a key', () => {
    fc.assert(
      fc.property(material, (owner) => {
        const place = formatPlace(ownerNamed(owner));
        expect(place).toMatch(/^private\/[^/]+\/$/);
        expect(place).toMatch(/^[ -~]{1,64}$/);
      }),
    );
    const name = formatObjectName(ownerNamed(`${'r'.repeat(18)}:06d418dd-1111-2222-3333-444455556666`), longest);
    expect(Buffer.byteLength(name)).toBe(1024);
    expect(Buffer.byteLength(formatObjectName(ownerNamed('😀'.repeat(512)), longest))).toBeLessThanOrEqual(1024);
  });

  test.each([
    'us-east-1:06d418dd-1111-2222-3333-444455556666',
    'us-gov-west-1:06d418dd-1111-2222-3333-444455556666',
    'eusc-de-east-1:06d418dd-1111-2222-3333-444455556666',
  ])('is the identity id, as in the identity pool’s policy: %s', (id) => {
    expect(formatPlace(ownerNamed(id))).toBe(`private/${id}/`);
  });

  test.each([
    ...['us-east-1:06D418DD-1111-2222-3333-444455556666', 'us-east-1:06d418dd-1111-2222-3333-444455556666/'],
    ...['us-east-1:06d418dd-1111-2222-3333-444455556666\n', 'x/us-east-1:06d418dd-1111-2222-3333-444455556666'],
    ...['06d418dd-1111-2222-3333-444455556666', '..', '.', '/', '', 'a/b', '~'].filter((name) => name !== ''),
    `${'r'.repeat(19)}:06d418dd-1111-2222-3333-444455556666`,
  ])('is a hash of every other owner: %j', (name) => {
    expect(formatPlace(ownerNamed(name))).toMatch(/^private\/~[\w-]{43}\/$/);
  });
});

const longest = parseAttachmentKey('é'.repeat(480))._unsafeUnwrap();

test('the key of an object is what follows the owner’s prefix, if that is a valid key', () => {
  const place = formatPlace(ownerNamed('ann'));
  expect(parseObjectName(place, `${place}a/b`)).toBe('a/b');
  for (const name of [
    'a/b',
    `${place}`,
    `${place}a//b`,
    `${place}../x`,
    `${place}a\n`,
    `x${place}a`,
    place.slice(0, -1),
  ])
    expect(parseObjectName(place, name)).toBeUndefined();
});
