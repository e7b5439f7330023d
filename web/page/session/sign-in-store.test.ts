import { expect, test } from 'vitest';
import { type KeptSignIn, signInKey, signInStore } from './sign-in-store.ts';

const createSignIn = (name: string): KeptSignIn => ({
  tokens: { idToken: `id-${name}`, accessToken: `access-${name}`, refreshToken: `refresh-${name}`, expires: 1 },
  secondFactor: false,
});
const [one, two] = [createSignIn('one'), createSignIn('two')];

const memory = () => {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
};
/** Creates a device and its tabs. Each tab has its own storage. */
const deviceWithTabs = () => {
  const device = memory();
  const tab = () => {
    const own = memory();
    return { own, reload: () => signInStore(() => ({ tab: own, device })) };
  };
  return { device, tab };
};

test('a sign-in of the tab survives a reload of it, and is in no other', () => {
  const { device, tab } = deviceWithTabs();
  const here = tab();
  here.reload().begin(one, false);
  expect(here.reload().read()).toEqual(one);
  expect(tab().reload().read()).toBeUndefined();
  expect(device.kept.size).toBe(0);
});

test('one that stays is in every tab, until it is cleared in one', () => {
  const { device, tab } = deviceWithTabs();
  tab().reload().begin(one, true);
  const there = tab().reload();
  expect(there.read()).toEqual(one);
  there.clear();
  expect(tab().reload().read()).toBeUndefined();
  expect(device.kept.size).toBe(0);
});

test('a tab with a sign-in of its own leaves that of the device alone', () => {
  const { tab } = deviceWithTabs();
  tab().reload().begin(one, true);
  const here = tab().reload();
  here.begin(two, false);
  expect(here.read()).toEqual(two);
  here.change(createSignIn('later'));
  here.clear();
  expect(here.read()).toEqual(one);
});

test('what has changed is kept with what has not', () => {
  const { tab } = deviceWithTabs();
  const here = tab();
  here.reload().begin(one, false);
  here.reload().change({ secondFactor: true });
  here.reload().change({ tokens: two.tokens });
  expect(here.reload().read()).toEqual({ ...two, secondFactor: true });
});

test('tokens that come after the sign-in was cleared are not kept', () => {
  const { device, tab } = deviceWithTabs();
  const here = tab().reload();
  here.begin(one, true);
  tab().reload().clear();
  here.change(two);
  expect(here.read()).toBeUndefined();
  expect(device.kept.size).toBe(0);
});

test('storage that is blocked or full keeps a sign-in for as long as the page is there', () => {
  const refuse = () => {
    throw new DOMException('no', 'SecurityError');
  };
  const blocked = signInStore(refuse);
  const full = signInStore(() => ({ tab: { ...memory(), setItem: refuse }, device: { ...memory(), setItem: refuse } }));
  for (const store of [blocked, full])
    for (const stays of [true, false]) {
      store.begin(one, stays);
      store.change(two);
      expect(store.read()).toEqual(two);
      store.clear();
      expect(store.read()).toBeUndefined();
    }
});

test.each([
  '',
  'null',
  '{}',
  '{"tokens":{}}',
  '{"tokens":{"idToken":1}}',
  JSON.stringify({ tokens: { ...one.tokens, expires: '1' } }),
])('what is no sign-in is none: %s', (text) => {
  const own = memory();
  own.kept.set(signInKey, text);
  expect(signInStore(() => ({ tab: own, device: memory() })).read()).toBeUndefined();
});
