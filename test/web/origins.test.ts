import { expect, test } from 'vitest';
import { kit } from './kit.ts';

const { stack, visit } = kit();

test('npm start prints the address of the page first, and then that of the console', () => {
  const printed = stack.printed();
  const places = [stack.outputs.PageUrl, stack.outputs.ConsoleUrl, stack.outputs.ApiEndpoint].map((url) =>
    printed.indexOf(url),
  );
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(places[0]).toBeGreaterThan(0);
});

test('loads page and console under their policies, without a request to anybody else', async () => {
  await using visitor = await visit();
  for (const url of [stack.outputs.PageUrl, stack.outputs.ConsoleUrl]) {
    const page = await visitor.context.newPage();
    await page.goto(url);
    await page.getByRole('heading').first().waitFor();
  }
  expect(visitor.faults).toEqual([]);
});
