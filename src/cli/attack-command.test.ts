import { expect, test } from 'vitest';
import { allTechniques } from './attack/attack-deployment.ts';
import { parseTechniques } from './attack-command.ts';

test.each(allTechniques)('%s: the name selects the technique, also as a keyboard writes it', (name) => {
  expect(parseTechniques(name)).toEqual([name]);
  expect(parseTechniques(name.replaceAll('’', "'"), ['another method'])).toEqual(['another method', name]);
});

test('any other name is refused, with the names that there are', () => {
  expect(() => parseTechniques('the other')).toThrow('It must be one of: one’s own, right after the other asked; ');
});
