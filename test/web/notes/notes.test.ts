import { beforeAll, describe, expect, test } from 'vitest';
import { isTooWide, type Login, newLogin, signIn } from '../journeys.ts';
import { kit, onEachSize } from '../kit.ts';
import { composeSaved, findTextBox, listed, openNote, saved, toList } from './desk.ts';
import { elsewhere } from './elsewhere.ts';

const { stack, visit } = kit();

test('keeps every letter, however fast they are typed, while earlier ones are stored and sent', async () => {
  await using visitor = await visit({});
  const page = await visitor.context.newPage();
  const login = await newLogin(stack);
  await signIn(page, stack, login);
  await page.getByRole('button', { name: 'New note' }).click();
  const text = Array.from({ length: 15 }, (_, n) => `${n} little letters\n`).join('');
  for (const line of text.split(/(?<=\n)/)) await findTextBox(page).pressSequentially(line);
  expect(await findTextBox(page).inputValue()).toBe(text);
  await saved(page);
  await page.reload();
  await expect.poll(() => findTextBox(page).inputValue()).toBe(text);
});

onEachSize((size) => {
  test('writes, changes, deletes and restores notes', async () => {
    await using visitor = await visit(size);
    const page = await visitor.context.newPage();
    await signIn(page, stack, await newLogin(stack));
    await page.getByText('There are no notes yet.').waitFor();
    expect(await isTooWide(page)).toBe(false);

    await composeSaved(page, 'Milk\nand bread');
    await composeSaved(page, 'Tea');
    expect(await isTooWide(page)).toBe(false);
    await toList(page);
    const titles = () => page.getByRole('list', { name: 'Your notes' }).getByRole('link').allInnerTexts();
    expect((await titles()).map((text) => text.split('\n')[0])).toEqual(['Tea', 'Milk']);

    await openNote(page, /^Milk/);
    await findTextBox(page).fill('Oat milk');
    await saved(page);
    await page.reload();
    await listed(page, /^Oat milk/)
      .or(findTextBox(page))
      .first()
      .waitFor();
    await toList(page);
    await listed(page, /^Oat milk/).waitFor();

    await openNote(page, /^Oat milk/);
    await page.getByRole('button', { name: 'Delete note' }).click();
    await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
    await listed(page, /^Oat milk/).waitFor();

    expect(visitor.faults).toEqual([]);
  });

  test('keeps the time to undo running over a reload, and deletes the note at its end', async () => {
    await using visitor = await visit(size);
    const page = await visitor.context.newPage();
    await signIn(page, stack, await newLogin(stack));
    await composeSaved(page, 'Oat milk');
    await composeSaved(page, 'Tea');
    await page.getByRole('button', { name: 'Delete note' }).click();
    await page.getByRole('button', { name: 'Undo: Tea' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Undo: Tea' }).waitFor();
    await page.getByRole('button', { name: 'Undo: Tea' }).waitFor({ state: 'detached' });
    await page.reload();
    await listed(page, /^Oat milk/).waitFor();
    expect(await listed(page, /^Tea/).count()).toBe(0);
    expect(visitor.faults).toEqual([]);
  });
});

describe('a list of 45 notes', () => {
  let login: Login;
  beforeAll(async () => {
    login = await newLogin(stack);
    const { notes } = await elsewhere(stack, login);
    for (let number = 1; number <= 45; number++) (await notes.create({ content: `Note ${number}` }))._unsafeUnwrap();
  });

  onEachSize((size) => {
    test('loads as far as the user scrolls', async () => {
      await using visitor = await visit(size);
      const page = await visitor.context.newPage();
      await signIn(page, stack, login);
      const rows = page.getByRole('list', { name: 'Your notes' }).getByRole('listitem');
      await rows.first().getByText('Note 45').waitFor();
      expect(await rows.count()).toBe(40);
      await rows.last().scrollIntoViewIfNeeded();
      await expect.poll(() => rows.count()).toBe(45);
      await page.getByText('These are all of your notes.').waitFor();
      expect(visitor.faults).toEqual([]);
    });
  });
});
