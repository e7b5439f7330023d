import { test } from 'vitest';
import { openBrowser, visitorIn, sizes } from '../../web/browser.ts';
import { axeFaults } from '../../web/axe.ts';
import { newUser } from '../../user.ts';
import { tracedStack } from '../traced-stack.ts';
test('shot', async () => {
  await using stack = await tracedStack();
  const browser = await openBrowser();
  const [ann, bob] = [await newUser(stack.outputs), await newUser(stack.outputs)];
  const { body } = await ann.ask('POST', '/notes', { content: 'hello' });
  await bob.ask('GET', `/notes/${body.noteId}`);
  for (const [name, size] of Object.entries(sizes)) {
    const visitor = await visitorIn(browser, size);
    const page = await visitor.context.newPage();
    await page.goto(`${stack.outputs.ConsoleUrl}/#/chain`);
    await page.getByText('/notes').first().waitFor();
    await page.screenshot({ path: `/tmp/chn-list-${name}.png` });
    console.log(await axeFaults(page));
    await page.getByText('refused 404').click();
    await page.getByText('Why it was refused').waitFor();
    await page.screenshot({ path: `/tmp/chn-trace-${name}.png`, fullPage: true });
    console.log(await axeFaults(page), visitor.faults);
  }
  await browser.close();
});
