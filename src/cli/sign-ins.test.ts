import fc from 'fast-check';
import { expect, test } from 'vitest';
import { config, createTokens } from '../../test/kit/fake-pools.ts';
import type { NotesConfig } from '../client/config.ts';
import { findSignIn, parseSignIns, type SignIns, withoutSignIn, withSignIn } from './sign-ins.ts';

const { cognitoEndpoint: _, ...onAws } = config;
/** Deployments that each differ in one part. */
const places: readonly NotesConfig[] = [
  config,
  onAws,
  ...Object.entries(config).map(([name, value]) => ({ ...config, [name]: `${value}x` })),
];
const of = (name: string) => ({ ...createTokens(1), refreshToken: name });

test('tokens are found only at the exact deployment that issued them', () => {
  for (const at of places) {
    const signIns = withSignIn({}, at, of('r'));
    for (const other of places) expect(findSignIn(signIns, other)?.refreshToken).toBe(other === at ? 'r' : undefined);
  }
});

test('one file holds a sign-in for each deployment, in whichever order they are put and deleted', () => {
  const step = fc.record({ place: fc.nat(places.length - 1), put: fc.option(fc.string({ minLength: 1 })) });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const model = new Map<number, string>();
      let signIns: SignIns = {};
      for (const { place, put } of steps) {
        const at = places[place] as NotesConfig;
        if (put === null) model.delete(place);
        else model.set(place, put);
        const after = put === null ? withoutSignIn(signIns, at) : withSignIn(signIns, at, of(put));
        signIns = parseSignIns(JSON.parse(JSON.stringify(after))) as SignIns;
        expect(places.map((each) => findSignIn(signIns, each)?.refreshToken)).toEqual(
          places.map((_, index) => model.get(index)),
        );
      }
      expect(Object.keys(signIns)).toHaveLength(model.size);
      for (const [name, { at }] of Object.entries(signIns)) expect(name.startsWith(at.userPoolClientId)).toBe(true);
    }),
  );
});

test('the first sign-in of an app client has its id as its name, and only tokens and deployment are kept', () => {
  const signIns = withSignIn({}, config, { ...of('r'), more: 1 } as never);
  expect(signIns).toEqual({ [config.userPoolClientId]: { ...of('r'), at: config } });
});

const entry = { ...of('r'), at: config };
const { at: __, ...old } = entry;

test.each<[string, unknown]>([
  ['of an earlier version, without endpoints', old],
  ...(['idToken', 'accessToken', 'refreshToken', 'expires'] as const).map((name): [string, unknown] => [
    `without ${name}`,
    { ...entry, [name]: undefined },
  ]),
  ['with an empty token', { ...entry, refreshToken: '' }],
  ['with an expiry that is text', { ...entry, expires: '1' }],
  ['with a deployment that is text', { ...entry, at: 'x' }],
  ['of null', null],
  ['of a text', 'x'],
])('an entry %s is skipped, and the others are read', (___, odd) => {
  expect(parseSignIns({ odd, good: entry })).toEqual({ good: entry });
});

test.each([[null], ['x'], [1], [[entry]]])('%j is not a file of sign-ins', (said) => {
  expect(parseSignIns(said)).toBeUndefined();
});
