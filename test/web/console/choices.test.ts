import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newUser } from '../../kit/user.ts';
import { axeFaults } from '../axe.ts';
import { browserOfFile } from '../kit.ts';
import { type RunningStack, runningStack } from '../running-stack.ts';

const visit = browserOfFile();
let stack: RunningStack;
/** The sub of a user who has a note. */
let sub: string;
beforeAll(async () => {
  stack = await runningStack(['--owner', 'user-pool-sub', '--isolation', 'application']);
  const ann = await newUser(stack.outputs);
  const { body } = await ann.ask('POST', '/notes', { content: 'Ann’s' });
  sub = body.userId;
});
afterAll(() => stack?.[Symbol.asyncDispose]());

const open = async (page: Page, tab: string): Promise<void> => {
  await page.goto(stack.outputs.ConsoleUrl);
  await page.getByRole('link', { name: tab, exact: true }).click();
  await page.getByRole('heading', { level: 2, name: tab }).waitFor();
};

const readColour = async (shown: Locator): Promise<string | undefined> =>
  /owner-\d/.exec((await shown.getAttribute('class')) ?? '')?.[0];

test('where the sub owns notes and the code alone keeps owners apart, the console says so', async () => {
  await using visitor = await visit();
  const page = await visitor.context.newPage();

  await open(page, 'Table');
  await page.getByText('a function’s role reaches all of them, and its code asks for one at a time').waitFor();
  const items = page.locator('details', { hasText: sub });
  await items.getByText('Ann’s').waitFor();
  const colour = await readColour(items);

  await open(page, 'Users');
  const user = page.getByRole('listitem').filter({ hasText: sub });
  await user.getByText('Sub, in the user pool, which owns notes').waitFor();
  expect(await user.getByText('Identity id, which owns notes').count()).toBe(0);
  expect(await readColour(user)).toBe(colour);
  await page.getByText('to notes, too, the same person is the sub').waitFor();

  await open(page, 'Files');
  await page.getByText('This stack has no files').waitFor();
  expect(await axeFaults(page)).toEqual([]);

  await open(page, 'Chain');
  await page.getByRole('link', { name: 'POST /notes' }).click();
  const chain = page.getByRole('region', { name: 'The chain of this request' });
  await chain.getByText('Here the code alone keeps owners apart, not IAM.').waitFor();
  expect(await chain.getByText('IAM lets this session reach').count()).toBe(0);
  for (const marked of await chain.locator('mark').allTextContents()) expect(marked).toBe(sub);
  expect(visitor.faults).toEqual([]);
});

test('where the sub owns notes, “Try it” asks for the key of the sub, and for no files', async () => {
  await using visitor = await visit();
  const page = await visitor.context.newPage();
  await open(page, 'Try it');
  const as = page.getByRole('combobox', { name: 'As', exact: true });
  await as.waitFor();
  const [label = ''] = (await as.locator('option').allTextContents()).filter((each) => each !== 'admin@example.com');
  await as.selectOption({ label });
  const service = page.getByRole('combobox', { name: 'Ask', exact: true });
  expect(await service.locator('option').allTextContents()).toEqual(['Notes (the API)', 'The table itself (DynamoDB)']);
  await service.selectOption('dynamodb');
  expect(await page.getByRole('textbox', { name: 'Body' }).inputValue()).toContain(`"S": "${sub}"`);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  const outcome = page.getByRole('region', { name: `As ${label}` });
  await outcome.getByText('A user asks the table itself').waitFor();
  for (const marked of await outcome.locator('mark').allTextContents()) expect(marked).toBe(sub);
  expect(visitor.faults).toEqual([]);
});
