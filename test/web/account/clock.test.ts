import { afterAll, beforeAll, expect, test } from 'vitest';
import { sizes } from '../browser.ts';
import { newLogin, openAccount, sendSignIn, signedIn, signIn } from '../journeys.ts';
import { browserOfFile } from '../kit.ts';
import { composeSaved, findTextBox, saved } from '../notes/desk.ts';
import { elsewhere } from '../notes/elsewhere.ts';
import { type RunningStack, runningStack } from '../running-stack.ts';

const visit = browserOfFile();
/** Not the shared one, as these tests move its clock. */
let stack: RunningStack;
beforeAll(async () => {
  stack = await runningStack();
});
afterAll(() => stack?.[Symbol.asyncDispose]());

const hour = 60 * 60 * 1000;

/** Moves the stack's clock forward by so many milliseconds, as `notes local clock` does. */
const forward = async (by: number): Promise<void> => {
  const answer = await fetch(`${stack.outputs.ConsoleUrl}/api/data/clock`, {
    ...{ method: 'POST', headers: { 'x-owned-notes-console': 'test' }, body: JSON.stringify({ forward: by }) },
  });
  expect(answer.status).toBe(200);
};

/** Signs in a user on a phone and one on a desktop, each with a saved note open: one move of the clock serves both. */
const visitorsWithNotes = async () => {
  await using opened = new AsyncDisposableStack();
  const visitors = [];
  for (const size of Object.values(sizes)) {
    const [visitor, login] = [opened.use(await visit(size)), await newLogin(stack)];
    const page = await visitor.context.newPage();
    await signIn(page, stack, login);
    await composeSaved(page, 'before');
    visitors.push({ page, login, faults: visitor.faults });
  }
  const leaving = opened.move();
  return { visitors, [Symbol.asyncDispose]: () => leaving.disposeAsync() };
};

test('renews expired tokens and credentials of a signed-in user, and still accepts the right password', async () => {
  await using all = await visitorsWithNotes();
  await forward(2 * hour);
  for (const { page, login, faults } of all.visitors) {
    await findTextBox(page).fill('two hours later');
    await saved(page);
    await openAccount(page, login);
    await page.getByLabel('Current password').fill('Wr0ng-passw0rd');
    await page.getByLabel('New password', { exact: true }).fill('N3w-passw0rd');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('The current password is wrong.').waitFor();
    expect(faults).toEqual([]);
  }
  await forward(2 * hour);
  for (const { page, login, faults } of all.visitors) {
    await page.getByLabel('Current password').fill(login.password);
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('Your password is changed.').waitFor();
    expect(await (await elsewhere(stack, { ...login, password: 'N3w-passw0rd' })).contents()).toEqual([
      'two hours later',
    ]);
    expect(faults).toEqual([]);
  }
});

test('says that a sign-in was too old, and sends what was written once the user signs in again', async () => {
  await using all = await visitorsWithNotes();
  await forward(31 * 24 * hour);
  for (const { page, login, faults } of all.visitors) {
    await findTextBox(page).fill('written after a month');
    await page.getByText('You were signed out: your sign-in was ended elsewhere, or it was too old.').waitFor();
    await sendSignIn(page, login);
    await signedIn(page, login);
    const of = await elsewhere(stack, login);
    await expect.poll(of.contents).toEqual(['written after a month']);
    expect(faults).toEqual([]);
  }
});
