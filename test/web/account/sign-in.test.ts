import { expect, test } from 'vitest';
import { axeFaultsInBoth } from '../axe.ts';
import { newLogin, sendSignIn, signedIn, signIn, signOut } from '../journeys.ts';
import { kit, onEachSize } from '../kit.ts';

const { stack, visit } = kit();

onEachSize((size) => {
  test('signs a user in, keeps them signed in over a reload, and signs them out', async () => {
    await using visitor = await visit(size);
    const login = await newLogin(stack);
    const page = await visitor.context.newPage();
    await page.goto(stack.outputs.PageUrl);
    await sendSignIn(page, { ...login, password: 'Wr0ng-passw0rd' });
    await page.getByRole('alert').getByText('The email address or the password is wrong.').waitFor();
    expect(await page.getByRole('alert').evaluate((alert) => alert === document.activeElement)).toBe(true);
    expect(await page.getByLabel('Email address').inputValue()).toBe(login.email);
    await sendSignIn(page, login);
    await signedIn(page, login);
    await page.reload();
    await signedIn(page, login);
    await signOut(page, login);
    await page.getByText('You are signed out, and nothing of yours').waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await axeFaultsInBoth(page)).toEqual([]);
    expect(visitor.faults).toEqual([]);
  });
});

test('limits a sign-in to its tab; with “Stay signed in”, shares it with all tabs until one signs out', async () => {
  await using visitor = await visit();
  const [one, two] = [await visitor.context.newPage(), await visitor.context.newPage()];
  const login = await newLogin(stack);
  await signIn(one, stack, login);
  await two.goto(stack.outputs.PageUrl);
  await two.getByRole('heading', { name: 'Sign in' }).waitFor();
  await sendSignIn(two, login, { stays: true });
  await signedIn(two, login);
  const three = await visitor.context.newPage();
  await three.goto(stack.outputs.PageUrl);
  await signedIn(three, login);
  await signOut(two, login);
  await three.getByText('You are signed out').waitFor();
  // This tab has its own sign-in.
  await one.reload();
  await signedIn(one, login);
  expect(visitor.faults).toEqual([]);
});

test('without its configuration, keeps a signed-in user signed in to try again, and tells others why', async () => {
  await using visitor = await visit();
  const page = await visitor.context.newPage();
  const login = await newLogin(stack);
  await visitor.context.route('**/config.json', (route) => route.abort());
  await page.goto(stack.outputs.PageUrl);
  await sendSignIn(page, login);
  await page.getByText('configuration could not be loaded').waitFor();
  await visitor.context.unroute('**/config.json');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await signedIn(page, login);
  await visitor.context.route('**/config.json', (route) => route.abort());
  await page.reload();
  await page.getByText('You are still signed in.').waitFor();
  await visitor.context.unroute('**/config.json');
  await page.getByRole('button', { name: 'Try again' }).click();
  await signedIn(page, login);
  expect(visitor.faults).toEqual([]);
});
