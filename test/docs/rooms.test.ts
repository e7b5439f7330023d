import { describe, expect, test } from 'vitest';
import { readBlocks, readPage } from './markdown.ts';
import { findRoom, type Import, listSourceFiles, type Rooms, readAllImports, readImports, readRooms } from './rooms.ts';

const drawing = readBlocks(readPage('docs/architecture.md')).find(({ text }) => text.startsWith('flowchart'));
const rooms = readRooms(drawing?.text ?? '');

interface Crossing extends Import {
  readonly rooms: readonly [from: string, to: string];
}

/** Selects the imports that lead from one room of a picture to another. */
const crossings = (rooms: Rooms, imports: readonly Import[]): readonly Crossing[] =>
  imports.flatMap((each) => {
    const [from, to] = [findRoom(rooms, each.from), findRoom(rooms, each.to)];
    return from === undefined || to === undefined || from === to ? [] : [{ ...each, rooms: [from, to] }];
  });

const differences = (rooms: Rooms, imports: readonly Import[]) => {
  const crossed = crossings(rooms, imports);
  const isDrawn = ({ rooms: [from, to] }: Crossing): boolean =>
    rooms.arrows.some((arrow) => arrow.from.includes(from) && arrow.to.includes(to));
  return {
    notDrawn: crossed.filter((each) => !isDrawn(each)).map(({ from, to }) => `${from} imports ${to}`),
    notImported: rooms.arrows
      .filter(({ from, to }) => !crossed.some(({ rooms: [one, other] }) => from.includes(one) && to.includes(other)))
      .map(({ drawn }) => drawn),
  };
};

test('every source file is in a room', () => {
  expect(listSourceFiles().filter((file) => findRoom(rooms, file) === undefined && file !== 'bin/notes.js')).toEqual(
    [],
  );
});

test('every import has an arrow, and every arrow an import', () => {
  expect(differences(rooms, readAllImports())).toEqual({ notDrawn: [], notImported: [] });
});

test('nothing that is deployed or packed imports what tries it', () => {
  const inwards = crossings(rooms, readAllImports()).filter(({ rooms: [, to] }) => to === 'trying');
  expect(inwards.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});

describe('a wrong picture', () => {
  const small = readRooms(
    'flowchart TB\nsubgraph box["both"]\na["src/a"]\nb["src/b"]\nend\nc["src/c<br/>more"]\nc --> box\na --> b',
  );
  const imports = readImports('src/c/one.ts', "import { a } from '../a/a.ts';\nimport type { B } from '../b/b.ts';");

  test('lacks an arrow for an import', () => {
    const more = readImports('src/a/a.ts', "export const late = () => import('../b/b.ts');\nimport '../c/c.ts';");
    expect(differences(small, [...imports, ...more])).toEqual({
      notDrawn: ['src/a/a.ts imports src/c/c.ts'],
      notImported: [],
    });
  });

  test('has an arrow without an import', () => {
    expect(differences(small, imports)).toEqual({ notDrawn: [], notImported: ['a --> b'] });
  });

  test('is refused for naming an unknown room, or for a line that is not understood', () => {
    expect(() => readRooms('flowchart TB\na --> b')).toThrow('The picture has no room and no box "a".');
    expect(() => readRooms('flowchart TB\na["src/a"]\na ==> a')).toThrow('not understood');
  });
});
