import { expect, test } from 'vitest';
import { axeFaultsInBoth } from '../axe.ts';
import { newLogin, sendSignIn, signedIn, signIn, signOut } from '../journeys.ts';
import { kit, onEachSize } from '../kit.ts';

const { stack, visit } = kit();

onEachSize((size) => {
  test('one signs in, stays so over a reload, and signs out', async () => {
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

test('who does not stay signed in is signed in to one tab; who does, to all of them, until they sign out in one', async () => {
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
  // A sign-in of its own.
  await one.reload();
  await signedIn(one, login);
  expect(visitor.faults).toEqual([]);
});

test('where the configuration does not come, who is signed in stays so and tries again; who is not, reads why', async () => {
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
