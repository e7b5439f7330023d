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

test('a sign-in of a tab survives a reload, and is in no other tab', () => {
  const { device, tab } = deviceWithTabs();
  const here = tab();
  here.reload().begin(one, false);
  expect(here.reload().read()).toEqual(one);
  expect(tab().reload().read()).toBeUndefined();
  expect(device.kept.size).toBe(0);
});

test('a sign-in that stays is in every tab, until one tab clears it', () => {
  const { device, tab } = deviceWithTabs();
  tab().reload().begin(one, true);
  const there = tab().reload();
  expect(there.read()).toEqual(one);
  there.clear();
  expect(tab().reload().read()).toBeUndefined();
  expect(device.kept.size).toBe(0);
});

test('a tab with its own sign-in leaves the device’s alone', () => {
  const { tab } = deviceWithTabs();
  tab().reload().begin(one, true);
  const here = tab().reload();
  here.begin(two, false);
  expect(here.read()).toEqual(two);
  here.change(createSignIn('later'));
  here.clear();
  expect(here.read()).toEqual(one);
});

test('a change keeps what it does not change', () => {
  const { tab } = deviceWithTabs();
  const here = tab();
  here.reload().begin(one, false);
  here.reload().change({ secondFactor: true });
  here.reload().change({ tokens: two.tokens });
  expect(here.reload().read()).toEqual({ ...two, secondFactor: true });
});

test('tokens that arrive after the sign-in was cleared are not kept', () => {
  const { device, tab } = deviceWithTabs();
  const here = tab().reload();
  here.begin(one, true);
  tab().reload().clear();
  here.change(two);
  expect(here.read()).toBeUndefined();
  expect(device.kept.size).toBe(0);
});

test('a sign-in lasts as long as the page if storage is blocked or full', () => {
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
])('a text that is not a sign-in is ignored: %s', (text) => {
  const own = memory();
  own.kept.set(signInKey, text);
  expect(signInStore(() => ({ tab: own, device: memory() })).read()).toBeUndefined();
});
