import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { calculateCode } from '../../kit/totp.ts';
import { sizes } from '../browser.ts';
import {
  hasFocus,
  loseAnswer,
  meddleWithPool,
  newLogin,
  openAccount,
  refuseAs,
  sendSignIn,
  signedIn,
  signIn,
  signOut,
} from '../journeys.ts';
import { kit, onEachSize } from '../kit.ts';

const { stack, visit } = kit();

const click = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
/** Fills in the change-password form and sends it. */
const changePassword = async (page: Page, current: string, proposed: string) => {
  await page.getByLabel('Current password').fill(current);
  await page.getByLabel('New password', { exact: true }).fill(proposed);
  await click(page, 'Change password');
};

onEachSize((size) => {
  test('changes the password for a user who knows the current one', async () => {
    await using visitor = await visit(size);
    const page = await visitor.context.newPage();
    const login = await newLogin(stack);
    await signIn(page, stack, login);
    await openAccount(page, login);
    await changePassword(page, 'Wr0ng-passw0rd', 'N3w-passw0rd');
    await page.getByText('The current password is wrong.').waitFor();
    await changePassword(page, login.password, 'N3w-passw0rd');
    await page.getByText('Your password is changed.').waitFor();
    await hasFocus(page.getByText('Sign-ins on other devices remain'));
    expect(await page.getByLabel('Current password').inputValue()).toBe('');
    await signOut(page, login);
    await sendSignIn(page, login);
    await page.getByRole('alert').waitFor();
    await sendSignIn(page, { ...login, password: 'N3w-passw0rd' });
    await signedIn(page, login);
    expect(visitor.faults).toEqual([]);
  });

  test('turns an authenticator app on and off, and asks for its code in between', async () => {
    await using visitor = await visit(size);
    const page = await visitor.context.newPage();
    const login = await newLogin(stack);
    const codeIs = async (code: string) => {
      await page.getByLabel('Code', { exact: true }).fill(code);
      await page.keyboard.press('Enter');
    };
    await signIn(page, stack, login);
    await openAccount(page, login);
    await click(page, 'Set up an app');
    await page.getByRole('img', { name: 'QR code' }).waitFor();
    await hasFocus(page.getByText('Scan this with the app'));
    const link = (await page.getByRole('link', { name: 'Open in the app' }).getAttribute('href')) ?? '';
    const secret = new URL(link).searchParams.get('secret') ?? '';
    expect((await page.locator('code').innerText()).replaceAll(' ', '')).toBe(secret);
    expect(link).toContain(encodeURIComponent(login.email));
    // A wrong code must not be one of those that are valid around now.
    const around = [-30_000, 0, 30_000, 60_000].map((off) => calculateCode(secret, Date.now() + off));
    await codeIs(['000000', '000001', '000002', '000003', '000004'].find((code) => !around.includes(code)) ?? '');
    await page.getByText('The code is wrong.').waitFor();
    const first = calculateCode(secret, Date.now());
    await codeIs(first);
    await page.getByText('From now on, signing in takes a code from your app.').waitFor();
    await hasFocus(page.getByText('Signing in takes your password and a code from your app.'));
    await page.reload();
    await page.getByRole('button', { name: 'Turn off' }).waitFor();
    await signOut(page, login);

    await sendSignIn(page, login);
    await page.getByRole('heading', { name: 'Code from your authenticator app' }).waitFor();
    await codeIs(first);
    // On a slow machine the code may be too old by now, and then it is merely wrong.
    await page.getByText(/This code has already been used\.|The code is wrong\./).waitFor();
    // The pool accepts the next code a little early, to allow for clock skew.
    await codeIs(calculateCode(secret, Date.now() + 30_000));
    await signedIn(page, login);
    await openAccount(page, login);
    await click(page, 'Turn off');
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await hasFocus(page.getByRole('button', { name: 'Turn off', exact: true }));
    await click(page, 'Turn off');
    await page.getByRole('dialog').getByRole('button', { name: 'Turn off' }).click();
    await page.getByText('Signing in no longer takes a code.').waitFor();
    await signOut(page, login);
    await sendSignIn(page, login);
    await signedIn(page, login);
    expect(visitor.faults).toEqual([]);
  });

  test('signs a user out everywhere, in another browser too, and nobody else', async () => {
    await using one = await visit(size);
    await using two = await visit(sizes.phone);
    await using stranger = await visit();
    const [login, other] = await Promise.all([newLogin(stack), newLogin(stack)]);
    const pages = await Promise.all([one, two, stranger].map(({ context }) => context.newPage()));
    const [here, there, elsewhere] = pages as [Page, Page, Page];
    await signIn(here, stack, login);
    await signIn(there, stack, login, { stays: true });
    await signIn(elsewhere, stack, other);
    await openAccount(here, login);
    await here.getByText(/^User id$/).waitFor();
    await click(here, 'Sign out everywhere');
    await here.getByText('You are signed out on every device.').waitFor();
    // As if the user came back to the tab.
    const comeBack = (page: Page) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await comeBack(there);
    await there.getByText('You were signed out').waitFor();
    await comeBack(elsewhere);
    await elsewhere.reload();
    await signedIn(elsewhere, other);
    expect([...one.faults, ...two.faults, ...stranger.faults]).toEqual([]);
  });

  test('a view that fails leaves the others usable, and says what to do', async () => {
    await using visitor = await visit(size);
    const page = await visitor.context.newPage();
    const login = await newLogin(stack);
    const failing = 'export default () => { throw new Error("a fault of the view"); };';
    await page.route(/\/account-view[^/]*\.js$/, (route) =>
      route.fulfill({ contentType: 'text/javascript', body: failing }),
    );
    await signIn(page, stack, login);
    await page.goto(`${stack.outputs.PageUrl}#/account`);
    await page.getByRole('alert').getByText('This part of the page could not be loaded.').waitFor();
    await page.goto(`${stack.outputs.PageUrl}#/`);
    await page.getByRole('button', { name: 'New note' }).waitFor();
    await page.unrouteAll();
    await page.goto(`${stack.outputs.PageUrl}#/account`);
    await click(page, 'Load the page again');
    await page.getByRole('heading', { level: 1, name: 'Account' }).waitFor();
    expect(visitor.faults).toEqual([]);
  });

  test('forgets the sign-in here even when the pool cannot be told to end it', async () => {
    await using visitor = await visit(size);
    const page = await visitor.context.newPage();
    const login = await newLogin(stack);
    await signIn(page, stack, login, { stays: true });
    await visitor.context.setOffline(true);
    await signOut(page, login);
    await page.getByText('The server could not be told').waitFor();
    expect(
      await page.evaluate(() => [localStorage, sessionStorage].flatMap((storage) => Object.keys(storage))),
    ).toEqual([]);
    await visitor.context.setOffline(false);
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(visitor.faults).toEqual([]);
  });

  test('signs out here at once, however long the pool takes to answer, and says once it has', async () => {
    await using visitor = await visit(size);
    const page = await visitor.context.newPage();
    const login = await newLogin(stack);
    await signIn(page, stack, login, { stays: true });
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
    const end = await meddleWithPool(visitor, stack, 'RevokeToken', async (route) => {
      await held;
      await route.fallback();
    });
    await signOut(page, login);
    await page.getByText('The server is being told').waitFor();
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
    letGo();
    await page.getByText('You are signed out, and nothing of yours').waitFor();
    await end();
    // What this page tells other tabs is not meant for itself.
    expect(await page.getByText('You are still signed in here').count()).toBe(0);
    expect(visitor.faults).toEqual([]);
  });

  test.each([
    ['UserNotFoundException', 'Your account is deleted.'],
    ['NotAuthorizedException', 'as far as can be told, your account is deleted.'],
  ])(
    'says what is known of an account whose deletion was not answered, once the pool answers with %s',
    async (type, said) => {
      await using visitor = await visit(size);
      const page = await visitor.context.newPage();
      const login = await newLogin(stack);
      await signIn(page, stack, login);
      await openAccount(page, login);
      const deleteForGood = async () => {
        await page.getByLabel(`Type ${login.email} to confirm`).fill(login.email);
        await click(page, 'Delete for good');
      };
      const end = await meddleWithPool(visitor, stack, 'DeleteUser', loseAnswer);
      await deleteForGood();
      await page.getByText('The server cannot be reached.').waitFor();
      await end();
      await meddleWithPool(visitor, stack, 'DeleteUser', refuseAs(type));
      await deleteForGood();
      await page.getByText(said).waitFor();
      expect(visitor.faults).toEqual([]);
    },
  );

  test('deletes an account once its address is typed, and lets nobody sign in to it any more', async () => {
    await using visitor = await visit(size);
    const page = await visitor.context.newPage();
    const login = await newLogin(stack);
    await signIn(page, stack, login);
    await openAccount(page, login);
    await page.getByRole('link', { name: 'Export your notes and files first' }).click();
    await page.getByRole('button', { name: 'Export everything' }).waitFor();
    await openAccount(page, login);
    await page.getByLabel(`Type ${login.email} to confirm`).fill('somebody@example.com');
    await click(page, 'Delete for good');
    await page.getByText('That is not the address of this account.').waitFor();
    await page.getByLabel(`Type ${login.email} to confirm`).fill(login.email);
    await page.keyboard.press('Enter');
    await page.getByText('Your account is deleted.').waitFor();
    await sendSignIn(page, login);
    await page.getByRole('alert').getByText('The email address or the password is wrong.').waitFor();
    expect(visitor.faults).toEqual([]);
  });
});
