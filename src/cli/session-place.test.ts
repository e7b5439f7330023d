import { describe, expect, test } from 'vitest';
import { findSessionPlace } from './session-place.ts';

const place = (
  env: Record<string, string>,
  { home = '/home/ann', platform = 'linux' }: { home?: string | undefined; platform?: NodeJS.Platform } = {},
) => findSessionPlace({ env, cwd: '/work', platform, home: () => home });

describe.skipIf(process.platform === 'win32')('the file of sign-ins', () => {
  test.each([
    [{ NOTES_SESSION: '/a/b.json', XDG_CONFIG_HOME: '/x' }, '/a/b.json', false],
    [{ NOTES_SESSION: 'b.json' }, '/work/b.json', false],
    [{ NOTES_SESSION: '' }, '/home/ann/.config/owned-notes/session.json', true],
    [{ XDG_CONFIG_HOME: '/x' }, '/x/owned-notes/session.json', true],
    [{ XDG_CONFIG_HOME: 'x' }, '/home/ann/.config/owned-notes/session.json', true],
    [{ XDG_CONFIG_HOME: '' }, '/home/ann/.config/owned-notes/session.json', true],
    [{ APPDATA: '/y' }, '/home/ann/.config/owned-notes/session.json', true],
  ])('with %j is %s', (env, file, isOurs) => {
    expect(place(env)).toEqual({ file, isOurs });
  });

  test('is on Windows where programs keep their settings', () => {
    const env = { XDG_CONFIG_HOME: '/x', APPDATA: '/y' };
    expect(place(env, { platform: 'win32' }).file).toBe('/y/owned-notes/session.json');
  });

  test('has no place if the user has no home folder', () => {
    for (const home of ['', 'relative', undefined])
      expect(() => findSessionPlace({ env: {}, cwd: '/', platform: 'linux', home: () => home })).toThrow(
        /There is no folder to keep the sign-in in: set HOME, or NOTES_SESSION/,
      );
    expect(place({ XDG_CONFIG_HOME: '/x' }, { home: '' }).file).toBe('/x/owned-notes/session.json');
  });
});
