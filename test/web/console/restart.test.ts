import { expect, test } from 'vitest';
import { newUser } from '../../kit/user.ts';
import { sizes } from '../browser.ts';
import { browserOfFile } from '../kit.ts';
import { restartableStack } from './restartable-stack.ts';

const visit = browserOfFile();

test('says that the stack has stopped, and goes on by itself once it is started again', async () => {
  await using stack = await restartableStack();
  const { ConsoleUrl } = stack.outputs;
  const ann = await newUser(stack.outputs);
  await ann.ask('POST', '/notes', { content: 'from before' });
  await using visitor = await visit(sizes.desktop);
  const { context } = visitor;
  const [chain, data, trial] = [await context.newPage(), await context.newPage(), await context.newPage()];
  await chain.goto(ConsoleUrl);
  const rows = chain.getByRole('region', { name: 'Requests' }).getByRole('link');
  await rows.filter({ hasText: 'POST /notes' }).click();
  const trace = chain.getByRole('region', { name: 'The chain of this request' });
  await trace.getByText('Owner', { exact: true }).waitFor();
  await data.goto(`${ConsoleUrl}/#/table`);
  await data.getByText('from before').waitFor();
  await trial.goto(`${ConsoleUrl}/#/table`);
  await trial.getByText('from before').waitFor();
  const user = chain.getByLabel('User');
  const [name = ''] = (await user.locator('option').allTextContents()).filter((each) => each.startsWith('user'));
  await user.selectOption(name);

  await stack.stop();
  const notice = chain.getByRole('status').getByText('The console tries again every second.');
  await notice.waitFor();
  // What was shown can still be read.
  expect(await trace.getByText('Owner', { exact: true }).count()).toBe(1);
  expect(await rows.filter({ hasText: 'POST /notes' }).count()).toBe(1);

  const stale = data.getByRole('alert').getByText('The console tries again every second.');
  await stale.waitFor();
  await data.getByText('from before').waitFor();
  await data.getByRole('link', { name: 'Files', exact: true }).click();
  await data.getByRole('alert').getByText('The stack does not answer: it may have been stopped.').first().waitFor();
  await trial.getByRole('link', { name: 'Try it', exact: true }).click();
  await trial.getByRole('alert').getByText('The stack does not answer: it may have been stopped.').first().waitFor();

  await stack.start();
  await notice.waitFor({ state: 'detached' });
  await ann.ask('POST', '/notes', { content: 'from after' });
  // Nothing is kept of the request before the restart, and its address leads to no other.
  await expect.poll(() => rows.filter({ hasText: 'POST /notes' }).count()).toBe(1);
  expect(await user.inputValue()).toBe(name);
  await trial.getByRole('combobox', { name: 'As', exact: true }).selectOption({ label: 'admin@example.com' });
  await trial.getByRole('combobox', { name: 'Begin with' }).selectOption('List notes');
  await trial.getByRole('button', { name: 'Send', exact: true }).click();
  await trial.getByRole('heading', { level: 3, name: 'As admin@example.com: 200' }).waitFor();
  await expect.poll(() => trial.getByRole('alert').count()).toBe(0);
  await data.getByText('There are no files.').waitFor();
  await expect.poll(() => data.getByRole('alert').count()).toBe(0);
  await data.getByRole('link', { name: 'Table', exact: true }).click();
  await data.getByText('from after').waitFor();
  await data.getByText('from before').waitFor();
  await chain.reload();
  await trace.getByText('This request is not kept').waitFor();
  await rows.filter({ hasText: 'POST /notes' }).click();
  await trace.getByText('Owner', { exact: true }).waitFor();
  expect(visitor.faults).toEqual([]);
});
