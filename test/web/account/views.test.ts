import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { accountTexts } from '../../../web/page/account/account-texts.ts';
import { settingsTexts } from '../../../web/page/account/settings-texts.ts';
import { calculateCode } from '../../kit/totp.ts';
import { freshLogin, type Login, newLogin, signedIn } from '../journeys.ts';
import { kit } from '../kit.ts';
import { createGatherer, looks } from '../looks.ts';

const { stack, visit } = kit();

describe.each(looks)('in $language', ({ language, options }) => {
  const texts = { ...accountTexts[language], ...settingsTexts[language] };

  test('passes axe in every view, light and dark, and fits its window', async () => {
    await using visitor = await visit(options);
    const page = await visitor.context.newPage();
    const [login, invited] = await Promise.all([
      newLogin(stack, { name: 'somebody-with-quite-a-long-address' }),
      newLogin(stack, { isTemporary: true }),
    ]);
    const { look, faults } = createGatherer(page);
    const send = () => page.locator('form button[type=submit]').first().click();
    const fill = (name: string, value: string) => page.locator(`[name=${name}]`).first().fill(value);
    const signIn = async ({ email, password }: Login) => {
      await fill('email', email);
      await fill('password', password);
      await send();
    };
    const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
    const click = (name: string) => page.getByRole('button', { name, exact: true }).click();

    await page.goto(`${stack.outputs.PageUrl}#/sign-up`);
    await send();
    await page.locator('[aria-invalid]').first().waitFor();
    await look('signing up, with errors');
    await fill('email', freshLogin().email);
    await fill('new-password', login.password);
    await send();
    await heading(texts.confirm);
    await look('confirming');
    await page.goto(`${stack.outputs.PageUrl}#/forgot`);
    await fill('email', login.email);
    await look('forgotten');
    await send();
    await page.locator('[name=code]').waitFor();
    await look('choosing another password');
    await page.goto(`${stack.outputs.PageUrl}#/`);
    await page.locator('header button').first().click();
    await look('the menu of nobody');
    await page.keyboard.press('Escape');

    await signIn(invited);
    await heading(texts.invited);
    await send();
    await page.locator('[aria-invalid]').first().waitFor();
    await look('invited');
    await page.getByRole('link', { name: texts.toSignIn }).click();
    await signIn({ ...login, password: 'wrong' });
    await page.getByRole('alert').waitFor();
    await look('signing in, refused');
    await signIn(login);
    await page.getByRole('banner').getByText(login.email).first().waitFor();
    await page.locator('header button').first().click();
    await look('the menu');
    await page.locator('a[href="#/account"]').click();
    await heading(texts.account);
    await click(texts.setUp);
    await page.getByRole('img', { name: texts.qr }).waitFor();
    await look('the account, setting up an app');
    const secret = (await page.locator('code').innerText()).replaceAll(' ', '');
    await fill('code', calculateCode(secret, Date.now()));
    await click(texts.turnOn);
    await page.getByText(texts.turnedOn).waitFor();
    await look('the account, with an app');
    await click(texts.turnOff);
    await page.getByRole('dialog').waitFor();
    await look('turning the app off');
    await page.keyboard.press('Escape');
    await click(texts.everywhere);

    await page.getByText(texts.left['signed-out-everywhere']).waitFor();
    await signIn(login);
    await heading(texts.secondFactor);
    await look('the second factor');
    await send();
    await page.locator('[aria-invalid]').waitFor();
    await look('the second factor, with an error');
    expect(faults).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);
    expect(visitor.faults).toEqual([]);
  });
});

test('lets the user change language and appearance, and remembers both', async () => {
  await using visitor = await visit({ colorScheme: 'light' });
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

test('works by the keyboard alone, from signing up to signing out', async () => {
  await using visitor = await visit();
  const page = await visitor.context.newPage();
  const login = freshLogin();
  const { keyboard } = page;
  /** Presses Tab, up to 40 times, until what has this name has the focus. */
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

test('shows no motion to a user who asked for less', async () => {
  await using visitor = await visit({ reducedMotion: 'reduce' });
  const page: Page = await visitor.context.newPage();
  await page.goto(stack.outputs.PageUrl);
  const button = page.getByRole('button', { name: 'Sign in' });
  expect(await button.evaluate((element) => getComputedStyle(element).transitionDuration)).toMatch(/^0s(?:, 0s)*$/);
});
