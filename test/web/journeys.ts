import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Locator, Page, Route } from 'playwright-core';
import { expect } from 'vitest';
import { localCredentials } from '../../infra/local/dynamodb/table.ts';
import type { Visitor } from './browser.ts';
import type { Stack } from './running-stack.ts';

/** What a user signs in with. */
export interface Login {
  readonly email: string;
  readonly password: string;
}

let logins = 0;

/** Returns an address and a password that nobody has yet. */
export const freshLogin = (name = 'user'): Login => ({
  email: `${name}${logins++}-${Date.now()}@example.com`,
  password: 'Passw0rd! 1',
});

/**
 * Creates a user of the stack by an administrator's calls, which is quicker than signing up. With `isTemporary`, the
 * password is that of an invitation.
 */
export const newLogin = async ({ outputs }: Stack, { name = 'user', isTemporary = false } = {}): Promise<Login> => {
  const login = freshLogin(name);
  const { Region: region, UserPoolId, CognitoEndpoint: endpoint } = outputs;
  const pool = new CognitoIdentityProviderClient({ region, endpoint, credentials: localCredentials });
  const [Username, Password] = [login.email, login.password];
  const UserAttributes = [
    { Name: 'email', Value: Username },
    { Name: 'email_verified', Value: 'true' },
  ];
  await pool.send(new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, MessageAction: 'SUPPRESS' }));
  await pool.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: !isTemporary }));
  pool.destroy();
  return login;
};

/** Fills in the sign-in form and sends it. The page must be in English. */
export const sendSignIn = async (page: Page, { email, password }: Login, { stays = false } = {}): Promise<void> => {
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  if (stays) await page.getByRole('checkbox', { name: 'Stay signed in' }).check();
  await page.getByRole('button', { name: 'Sign in' }).click();
};

/** Opens the page and signs in. */
export const signIn = async (
  page: Page,
  { outputs }: Stack,
  login: Login,
  options?: { readonly stays?: boolean },
): Promise<void> => {
  await page.goto(outputs.PageUrl);
  await sendSignIn(page, login, options);
  await signedIn(page, login);
};

/** Waits until the page says that this user is signed in. */
export const signedIn = (page: Page, { email }: Pick<Login, 'email'>): Promise<void> => findMenu(page, email).waitFor();

const findMenu = (page: Page, email: string) => page.getByRole('button', { name: `Menu of ${email}` });

/** Opens the account page from the menu. */
export const openAccount = async (page: Page, { email }: Pick<Login, 'email'>): Promise<void> => {
  await findMenu(page, email).click();
  await page.getByRole('link', { name: 'Account', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Account' }).waitFor();
};

export const signOut = async (page: Page, { email }: Pick<Login, 'email'>): Promise<void> => {
  await findMenu(page, email).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).first().click();
};

/**
 * Hands requests for an operation of the user pool to a handler, at most `times`, and lets the others through. The
 * function that it resolves to removes the handler.
 */
export const meddleWithPool = async (
  { context }: Visitor,
  { outputs }: Stack,
  operation: string,
  handle: (route: Route) => Promise<unknown> | undefined,
  times = Number.POSITIVE_INFINITY,
): Promise<() => Promise<void>> => {
  let left = times;
  const isOfPool = (url: URL) => url.href.startsWith(outputs.CognitoEndpoint);
  const meddle = async (route: Route) => {
    const target = route.request().headers()['x-amz-target'] ?? '';
    if (target.endsWith(`.${operation}`) && left-- > 0) await handle(route);
    else await route.fallback();
  };
  await context.route(isOfPool, meddle);
  return () => context.unroute(isOfPool, meddle);
};

/** Lets the server do what was asked, and loses its answer. */
export const loseAnswer = async (route: Route): Promise<void> => {
  await route.fetch();
  await route.abort();
};

/** Answers in the pool's place that it refuses. */
export const refuseAs =
  (type: string) =>
  (route: Route): Promise<void> =>
    route.fulfill({
      ...{ status: 400, contentType: 'application/x-amz-json-1.1', headers: { 'access-control-allow-origin': '*' } },
      body: JSON.stringify({ __type: type, message: 'Planted for a test.' }),
    });

/** Waits until an element has the focus. */
export const hasFocus = (element: Locator): Promise<void> =>
  expect.poll(() => element.evaluate((found) => found === document.activeElement)).toBe(true);

/** Resolves to whether the page is wider than its window, so that users have to scroll sideways. */
export const isTooWide = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

/** Tries to close the page. Resolves to the kind of the dialog with which the browser asks, and stays. */
export const tryToClose = async (page: Page): Promise<string> => {
  const asked = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  await dialog.dismiss();
  return dialog.type();
};
