import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFaults } from '../axe.ts';
import { openBrowser, sizes, visitorIn } from '../browser.ts';
import { freshLogin, isTooWide, newLogin, signedIn } from '../journeys.ts';
import { type RunningStack, runningStack } from '../running-stack.ts';

let browser: Browser;
let stack: RunningStack;
beforeAll(async () => {
  [browser, stack] = await Promise.all([openBrowser(), runningStack()]);
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});

describe.each(['en-GB', 'de-DE'])('in %s', (locale) => {
  test('every view is clean by axe, light and dark, and no wider than 320 px', async () => {
    await using visitor = await visitorIn(browser, { ...sizes.phone, viewport: { width: 320, height: 640 }, locale });
    const page = await visitor.context.newPage();
    const login = await newLogin(stack, { name: 'somebody-with-quite-a-long-address' });
    const faults: Record<string, readonly string[]> = {};
    const look = async (view: string) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        faults[`${view}, ${colorScheme}`] = await axeFaults(page);
      }
      if (await isTooWide(page)) faults[`${view}, width`] = ['too wide'];
    };
    const send = () => page.locator('form button[type=submit]').first().click();
    const fill = (name: string, value: string) => page.locator(`[name=${name}]`).first().fill(value);

    await page.goto(`${stack.outputs.PageUrl}#/sign-up`);
    await send();
    await page.locator('[aria-invalid]').first().waitFor();
    await look('signing up, with errors');
    await fill('email', freshLogin().email);
    await fill('new-password', login.password);
    await send();
    await page.locator('[name=code]').waitFor();
    await look('confirming');
    await page.goto(`${stack.outputs.PageUrl}#/forgot`);
    await fill('email', login.email);
    await look('forgotten');
    await send();
    await page.locator('[name=code]').waitFor();
    await look('choosing another password');
    await page.goto(`${stack.outputs.PageUrl}#/`);
    await fill('email', login.email);
    await fill('password', 'wrong');
    await send();
    await page.getByRole('alert').waitFor();
    await look('signing in, refused');
    await fill('password', login.password);
    await send();
    await page.getByText(login.email).first().waitFor();
    await page.locator('h1').waitFor();
    await page.locator('header button').first().click();
    await look('the menu');
    await page.locator('a[href="#/account"]').click();
    await page.locator('section button').nth(1).click();
    await page.locator('section button[type=button]:visible').first().waitFor();
    await page.getByRole('img').waitFor();
    await look('the account');
    expect(Object.fromEntries(Object.entries(faults).filter(([, found]) => found.length > 0))).toEqual({});
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(locale.slice(0, 2));
    expect(visitor.faults).toEqual([]);
  });
});

test('language and appearance are changed in the page, and stay so', async () => {
  await using visitor = await visitorIn(browser, { colorScheme: 'light' });
  const page = await visitor.context.newPage();
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await page.goto(stack.outputs.PageUrl);
  const light = await ground();
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByLabel('Appearance').selectOption('Dark');
  expect(await ground()).not.toBe(light);
  await page.getByLabel('Language').selectOption('Deutsch');
  await page.getByRole('heading', { name: 'Anmelden' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Anmelden' }).waitFor();
  expect(await page.title()).toBe('Anmelden – Notizen');
  expect(await ground()).not.toBe(light);
});

test('from signing up to signing out by the keyboard alone', async () => {
  await using visitor = await visitorIn(browser);
  const page = await visitor.context.newPage();
  const login = freshLogin();
  const { keyboard } = page;
  /** Moves the focus on until it is on what is called so. */
  const tabTo = async (name: string) => {
    for (let pressed = 0; pressed < 40; pressed++) {
      await keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const { activeElement: active } = document;
        const label = active instanceof HTMLInputElement ? active.labels?.[0]?.textContent : undefined;
        return active?.getAttribute('aria-label') ?? label ?? active?.textContent ?? '';
      });
      if (at.trim().startsWith(name)) return;
    }
    throw new Error(`The focus never came to ${name}.`);
  };
  await page.goto(stack.outputs.PageUrl);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await tabTo('Skip to the content');
  await keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
  await tabTo('Create an account');
  await keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Create an account');
  await tabTo('Email address');
  await keyboard.type(login.email);
  await tabTo('Password');
  await keyboard.type(login.password);
  await keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Confirm your address');
  await tabTo('Code');
  await keyboard.type((await stack.codeFor(login.email)) ?? '');
  await keyboard.press('Enter');
  await signedIn(page, login);
  await page.getByRole('heading', { level: 1, name: 'Notes', exact: true }).waitFor();
  for (let at = 0; at < 40; at++) {
    await keyboard.press('Shift+Tab');
    if (await page.evaluate(() => document.activeElement?.getAttribute('aria-label')?.startsWith('Menu of'))) break;
  }
  await keyboard.press('Enter');
  await tabTo('Account');
  await keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Account');
  await tabTo('Sign out everywhere');
  await keyboard.press('Enter');
  await page.getByText('You are signed out on every device.').waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Sign in');
  expect(visitor.faults).toEqual([]);
});

test('who asked for less motion sees none', async () => {
  await using visitor = await visitorIn(browser, { reducedMotion: 'reduce' });
  const page: Page = await visitor.context.newPage();
  await page.goto(stack.outputs.PageUrl);
  const button = page.getByRole('button', { name: 'Sign in' });
  expect(await button.evaluate((element) => getComputedStyle(element).transitionDuration)).toMatch(/^0s(?:, 0s)*$/);
});
