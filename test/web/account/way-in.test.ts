import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import {
  freshLogin,
  loseAnswer,
  meddleWithPool,
  newLogin,
  refuseAs,
  sendSignIn,
  signedIn,
  signOut,
} from '../journeys.ts';
import { kit, onEachSize } from '../kit.ts';

const { stack, visit } = kit();

const click = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const codeIs = (page: Page, code: string) => page.getByLabel('Code', { exact: true }).fill(code);
const newPasswordIs = (page: Page, password: string) => page.getByLabel('New password', { exact: true }).fill(password);
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('name'));

/** Signs up as far as the form that asks for the code. */
const sendSignUp = async (page: Page, { email, password }: { email: string; password: string }) => {
  await page.getByRole('link', { name: 'Create an account' }).click();
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await click(page, 'Create account');
  await page.getByRole('heading', { name: 'Confirm your address' }).waitFor();
};

onEachSize((size) => {
  test('signs a user up by a code, and refuses a wrong code and an old one', async () => {
    await using visitor = await visit(size);
    const page = await visitor.context.newPage();
    const login = freshLogin();
    await page.goto(`${stack.outputs.PageUrl}#/sign-up`);
    await page.getByLabel('Email address').fill('nobody');
    await page.getByLabel('Password', { exact: true }).fill('short');
    await click(page, 'Create account');
    await page.getByText('Type your email address, such as').waitFor();
    await page.getByText('The password does not follow the rules below yet.').waitFor();
    expect(await focused(page)).toBe('email');
    expect(await page.locator('[data-met="true"]').count()).toBe(2);
    await page.goto(stack.outputs.PageUrl);
    await sendSignUp(page, login);
    const old = (await stack.codeFor(login.email)) ?? '';
    await codeIs(page, old === '000000' ? '000001' : '000000');
    await page.keyboard.press('Enter');
    await page.getByText('The code is wrong.').waitFor();
    expect(await focused(page)).toBe('code');
    await click(page, 'Send another code');
    await page.getByText('another one is on its way').waitFor();
    const code = (await stack.codeFor(login.email)) ?? '';
    // Once in a million times they are the same.
    await codeIs(page, old === code ? '' : old);
    await click(page, 'Confirm');
    await page.getByText('The code is wrong.').waitFor();
    await codeIs(page, `${code.slice(0, 3)} ${code.slice(3)}`);
    await click(page, 'Confirm');
    await signedIn(page, login);
    expect(visitor.faults).toEqual([]);
  });

  test('lets in a user whose code was right although no answer came, and says when no code could be sent', async () => {
    await using visitor = await visit(size);
    const page = await visitor.context.newPage();
    const login = freshLogin();
    await page.goto(stack.outputs.PageUrl);
    await sendSignUp(page, login);
    await page.goto(`${stack.outputs.PageUrl}#/`);
    await page.reload();
    const endOfCodes = await meddleWithPool(
      visitor,
      stack,
      'ResendConfirmationCode',
      refuseAs('LimitExceededException'),
    );
    await sendSignIn(page, login);
    await page.getByRole('heading', { name: 'Confirm your address' }).waitFor();
    await page.getByText('There were too many attempts.').waitFor();
    await endOfCodes();
    await click(page, 'Send another code');
    await page.getByText('another one is on its way').waitFor();
    await codeIs(page, (await stack.codeFor(login.email)) ?? '');
    const end = await meddleWithPool(visitor, stack, 'ConfirmSignUp', loseAnswer);
    await click(page, 'Confirm');
    await page.getByText('The server cannot be reached.').waitFor();
    await end();
    await click(page, 'Confirm');
    await signedIn(page, login);
    expect(visitor.faults).toEqual([]);
  });

  test('does not let the browser check the spelling of passwords, codes and addresses', async () => {
    await using visitor = await visit(size);
    const page = await visitor.context.newPage();
    await page.goto(`${stack.outputs.PageUrl}#/sign-up`);
    await page.getByRole('checkbox', { name: 'Show the password' }).check();
    for (const field of await page.locator('input:is([type="text"], [type="email"])').all())
      expect(await field.getAttribute('spellcheck')).toBe('false');
    expect(await page.locator('input[type="text"]').count()).toBe(1);
  });

  test('on sign-in, leads an unconfirmed user to confirm, and an invited one to choose a password', async () => {
    await using visitor = await visit(size);
    const page = await visitor.context.newPage();
    const [unconfirmed, invited] = [freshLogin(), await newLogin(stack, { isTemporary: true })];
    await page.goto(stack.outputs.PageUrl);
    await sendSignUp(page, unconfirmed);
    await page.goto('about:blank');
    await page.goto(stack.outputs.PageUrl);
    const before = await stack.codesFor(unconfirmed.email);
    await sendSignIn(page, unconfirmed);
    await page.getByRole('heading', { name: 'Confirm your address' }).waitFor();
    expect(await stack.codesFor(unconfirmed.email)).toHaveLength(before.length + 1);
    await codeIs(page, (await stack.codeFor(unconfirmed.email)) ?? '');
    await click(page, 'Confirm');
    await signedIn(page, unconfirmed);
    await signOut(page, unconfirmed);
    await sendSignIn(page, invited);
    await page.getByRole('heading', { name: 'Choose your password' }).waitFor();
    await page.getByRole('link', { name: 'Back to signing in' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await sendSignIn(page, invited);
    await page.getByRole('heading', { name: 'Choose your password' }).waitFor();
    await newPasswordIs(page, 'My-0wn-passw0rd');
    await click(page, 'Set the password');
    await signedIn(page, invited);
    expect(visitor.faults).toEqual([]);
  });

  test('resets a forgotten password by a code, and keeps what was typed while the server is away', async () => {
    await using visitor = await visit(size);
    const page = await visitor.context.newPage();
    const login = await newLogin(stack);
    await page.goto(stack.outputs.PageUrl);
    await page.getByLabel('Email address').fill(login.email);
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    expect(await page.getByLabel('Email address').inputValue()).toBe(login.email);
    await visitor.context.setOffline(true);
    await click(page, 'Send the code');
    await page.getByRole('alert').getByText('The server cannot be reached.').waitFor();
    expect(await page.getByLabel('Email address').inputValue()).toBe(login.email);
    await visitor.context.setOffline(false);
    await click(page, 'Send the code');
    await page.getByLabel('Code', { exact: true }).waitFor();
    await codeIs(page, (await stack.codeFor(login.email)) ?? '');
    await newPasswordIs(page, 'weak');
    await click(page, 'Set the password');
    expect(await focused(page)).toBe('new-password');
    await newPasswordIs(page, 'Br4nd-new-passw0rd');
    await click(page, 'Set the password');
    await page.getByText('Your new password is set').waitFor();
    await sendSignIn(page, { ...login, password: 'Br4nd-new-passw0rd' });
    await signedIn(page, login);
    expect(visitor.faults).toEqual([]);
  });
});

test('says the same to a person with an account as to one without', async () => {
  await using visitor = await visit();
  const page = await visitor.context.newPage();
  const [known, unknown] = [await newLogin(stack), freshLogin()];
  const wordsFor = async (email: string) => {
    const words: string[] = [];
    const note = async () => words.push((await page.getByRole('main').innerText()).replaceAll(email, 'EMAIL'));
    await page.goto('about:blank');
    await page.goto(stack.outputs.PageUrl);
    await sendSignIn(page, { email, password: 'Wr0ng-passw0rd' });
    await page.getByRole('alert').waitFor();
    await note();
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await click(page, 'Send the code');
    await codeIs(page, '000000');
    await newPasswordIs(page, 'N3w-passw0rd');
    await note();
    await click(page, 'Set the password');
    await page.getByText('The code is wrong.').waitFor();
    await note();
    await page.getByRole('link', { name: 'Back to signing in' }).click();
    await sendSignUp(page, { email, password: 'An0ther-passw0rd' });
    await note();
    await click(page, 'Send another code');
    words.push(await page.getByRole('region', { name: 'Messages' }).getByRole('paragraph').innerText());
    await codeIs(page, '000000');
    await click(page, 'Confirm');
    await page.getByText('The code is wrong.').waitFor();
    await note();
    return words;
  };
  expect(await wordsFor(known.email)).toEqual(await wordsFor(unknown.email));
  expect(visitor.faults).toEqual([]);
});

test('leaves no password to somebody who signed up with your address before you', async () => {
  await using visitor = await visit();
  const page = await visitor.context.newPage();
  const [thief, login] = [freshLogin('claimed'), freshLogin()];
  await page.goto(stack.outputs.PageUrl);
  await sendSignUp(page, { ...thief, password: 'Th3ir-passw0rd' });
  await page.goto('about:blank');
  await page.goto(stack.outputs.PageUrl);
  await sendSignUp(page, { ...login, email: thief.email });
  await codeIs(page, (await stack.codeFor(thief.email)) ?? '');
  await click(page, 'Confirm');
  await page.getByText('its account has another password').waitFor();
  await codeIs(page, (await stack.codeFor(thief.email)) ?? '');
  await newPasswordIs(page, login.password);
  await click(page, 'Set the password');
  await page.getByText('Your new password is set, and every sign-in with the old one has ended.').waitFor();
  await sendSignIn(page, { ...thief, password: 'Th3ir-passw0rd' });
  await page.getByRole('alert').waitFor();
  await sendSignIn(page, { ...login, email: thief.email });
  await signedIn(page, thief);
  expect(visitor.faults).toEqual([]);
});
