import type { BrowserContext, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { sizes } from '../browser.ts';
import { newLogin, sendSignIn, signedIn, signIn } from '../journeys.ts';
import { kit } from '../kit.ts';

const { stack, visit } = kit();

const scripts = /\/assets\/index-[^/]+\.js$/;

/** Holds the page's scripts back, as a slow network does, until they are let through. */
const holdScripts = async (context: BrowserContext): Promise<() => void> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  await context.route(scripts, async (route) => {
    await promise;
    await route.continue();
  });
  return resolve;
};

const openWithoutScripts = (page: Page) => page.goto(stack.outputs.PageUrl, { waitUntil: 'commit' });

test.each(Object.entries(sizes))('lets a user sign in before the scripts have loaded, on a %s', async (_, size) => {
  const login = await newLogin(stack);
  await using visitor = await visit(size);
  const release = await holdScripts(visitor.context);
  const page = await visitor.context.newPage();
  await openWithoutScripts(page);
  await sendSignIn(page, login);
  await page.getByRole('button', { name: 'Sign in', exact: true }).and(page.locator('[aria-busy]')).waitFor();
  expect(new URL(page.url()).search).toBe('');
  release();
  await signedIn(page, login);
  expect(visitor.faults).toEqual([]);
});

test('keeps what was typed before the scripts loaded, and the focus, and fills it into the next form', async () => {
  await using visitor = await visit();
  const release = await holdScripts(visitor.context);
  const page = await visitor.context.newPage();
  await openWithoutScripts(page);
  const email = page.getByLabel('Email address');
  await email.fill('somebody@example.com');
  await page.getByLabel('Password', { exact: true }).fill('half of i');
  const field = await email.elementHandle();
  release();
  await page.waitForFunction(() => document.title.startsWith('Sign in'));
  expect(await field?.evaluate((element) => element.isConnected)).toBe(true);
  expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('password');
  await page.keyboard.type('t');
  expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('half of it');
  await page.getByRole('link', { name: 'Create an account' }).click();
  await expect.poll(() => page.getByLabel('Email address').inputValue()).toBe('somebody@example.com');
  expect(visitor.faults).toEqual([]);
});

test('shows the first view in the chosen language and colours', async () => {
  await using visitor = await visit({ locale: 'de-AT', colorScheme: 'light' });
  await visitor.context.addInitScript(() => localStorage.setItem('owned-notes/theme', 'dark'));
  const release = await holdScripts(visitor.context);
  const page = await visitor.context.newPage();
  await openWithoutScripts(page);
  await page.getByRole('heading', { name: 'Anmelden' }).waitFor();
  const dark = { language: 'de', theme: 'dark' };
  const shown = () =>
    page.evaluate(() => ({ language: document.documentElement.lang, theme: document.documentElement.dataset.theme }));
  expect(await shown()).toEqual(dark);
  release();
  await page.getByRole('button', { name: 'Menü' }).click();
  await expect.poll(() => page.getByLabel('Aussehen').inputValue()).toBe('dark');
  expect(await page.getByLabel('Sprache').inputValue()).toBe('de');
  expect(await shown()).toEqual(dark);
});

test('does not flash the sign-in form at a signed-in user, or on the way to another view', async () => {
  const login = await newLogin(stack);
  await using visitor = await visit();
  const page = await visitor.context.newPage();
  await signIn(page, stack, login);
  const release = await holdScripts(visitor.context);
  await page.reload({ waitUntil: 'commit' });
  await page.locator('.page-waiting').waitFor();
  expect(await page.locator('form').count()).toBe(0);
  const other = await visitor.context.browser()?.newContext({ locale: 'en-GB' });
  if (other === undefined) throw new Error('There is no browser.');
  await holdScripts(other);
  const signUp = await other.newPage();
  await signUp.goto(`${stack.outputs.PageUrl}#/sign-up`, { waitUntil: 'commit' });
  await signUp.locator('.page-waiting').waitFor();
  expect(await signUp.locator('form').count()).toBe(0);
  await other.close();
  release();
  await signedIn(page, login);
});

test('a document that is newer than its policy shows the form once its other scripts have come', async () => {
  await using visitor = await visit({ locale: 'de-AT' });
  await visitor.context.addInitScript(() => localStorage.setItem('owned-notes/theme', 'dark'));
  // CloudFront may send such a pair for the minutes of a deployment.
  await visitor.context.route(`${stack.outputs.PageUrl}/`, async (route) => {
    const response = await route.fetch();
    const policy = response.headers()['content-security-policy']?.replace(/'sha256-[^']+'/, "'sha256-b2xkZXI='");
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy ?? '' } });
  });
  const page = await visitor.context.newPage();
  await page.goto(stack.outputs.PageUrl);
  await page.getByLabel('E-Mail-Adresse').fill('jemand@example.com');
  await page.getByRole('link', { name: 'Konto anlegen' }).click();
  await page.getByRole('heading', { name: 'Konto anlegen' }).waitFor();
  expect(await page.getByLabel('E-Mail-Adresse').inputValue()).toBe('jemand@example.com');
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
  expect(visitor.faults.filter((fault) => fault.includes('Content Security Policy'))).toHaveLength(1);
});

test('says when its scripts do not load, and offers to load the page again', async () => {
  await using visitor = await visit();
  let isCut = true;
  await visitor.context.route(scripts, (route) => (isCut ? route.abort() : route.continue()));
  const page = await visitor.context.newPage();
  await page.goto(stack.outputs.PageUrl);
  await page.getByRole('alert').getByText('The page could not be loaded.').waitFor();
  isCut = false;
  await page.getByRole('button', { name: 'Load the page again' }).click();
  await page.waitForFunction(() => document.title.startsWith('Sign in'));
});
