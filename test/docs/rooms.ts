import { readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { projectFiles, root } from './markdown.ts';

/** The rooms of a picture, and which of them may import which. */
export interface Rooms {
  /** The room of each folder. */
  readonly folders: ReadonlyMap<string, string>;
  readonly arrows: readonly Arrow[];
}

export interface Arrow {
  /** The arrow as drawn, from a room or a box to a room or a box. */
  readonly drawn: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** Reads the part of Mermaid's flowcharts that the picture needs. Throws at any other line. */
export const readRooms = (picture: string): Rooms => {
  const folders = new Map<string, string>();
  const named = new Set<string>();
  const boxes = new Map<string, string[]>();
  const arrows: Arrow[] = [];
  let box: string[] | undefined;

  const roomsOf = (name: string): readonly string[] => {
    const rooms = boxes.get(name) ?? (named.has(name) ? [name] : []);
    if (rooms.length === 0) throw new Error(`The picture has no room and no box "${name}".`);
    return rooms;
  };

  for (const line of picture.split('\n').map((line) => line.trim())) {
    const [, boxName] = /^subgraph (\w+)\["[^"]+"\]$/.exec(line) ?? [];
    const [, room, list] = /^(\w+)\["([^"<]+)(?:<br\/>[^"]*)?"\]$/.exec(line) ?? [];
    const [, from, to] = /^([\w &]+?) -->(?:\|[^|]+\|)? ([\w &]+)$/.exec(line) ?? [];
    if (line === '' || line === 'flowchart TB') continue;
    if (boxName !== undefined) {
      box = [];
      boxes.set(boxName, box);
    } else if (line === 'end') box = undefined;
    else if (room !== undefined && list !== undefined) {
      for (const folder of list.split(', ')) folders.set(folder, room);
      named.add(room);
      box?.push(room);
    } else if (from !== undefined && to !== undefined)
      for (const one of from.split(' & '))
        for (const other of to.split(' & '))
          arrows.push({ drawn: `${one} --> ${other}`, from: roomsOf(one), to: roomsOf(other) });
    else throw new Error(`The picture has a line that is not understood: ${line}`);
  }
  return { folders, arrows };
};

const isSource = (file: string): boolean => /\.(?:ts|tsx|mts|js|mjs)$/.test(file);
/** Tests, and what helps tests beside the code that they test. */
const isTest = (file: string): boolean => /\.(?:test|check)\.tsx?$|\/test-[^/]+\.tsx?$/.test(file);

/** Finds the room of a file: that of the nearest folder above it, or that of `test` for tests and their settings. */
export const findRoom = ({ folders }: Rooms, file: string): string | undefined => {
  if (isTest(file) || /^vitest\.[\w.-]*config\.ts$/.test(file)) return folders.get('test');
  const above = [...folders].filter(([folder]) => file.startsWith(`${folder}/`));
  return above.toSorted(([one], [other]) => other.length - one.length)[0]?.[1];
};

/** The source of each of the package's doors, by the name that others import it by. */
const doors: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(manifest.exports).flatMap(([door, target]) =>
    typeof target === 'string'
      ? []
      : [[door.replace('.', manifest.name), target.default.replace('./dist/', 'src/').replace('.js', '.ts')]],
  ),
);

export interface Import {
  readonly from: string;
  readonly to: string;
}

/** Blanks comments, as the examples in them import, too. */
const withoutComments = (text: string): string => text.replace(/^ *(?:\*|\/\*|\/\/).*$/gm, '');

/** Reads what a module imports from this project: when it is loaded, later, or for types only. */
export const readImports = (file: string, text: string): readonly Import[] =>
  [...withoutComments(text).matchAll(/(?:\bfrom\s+|\bimport\s*\(\s*|\bimport\s+)'([^'\n]+)'/g)].flatMap(
    ([, specifier = '']) => {
      const to = specifier.startsWith('.') ? posix.join(dirname(file), specifier) : doors[specifier];
      return to === undefined ? [] : [{ from: file, to }];
    },
  );

export const listSourceFiles = (): readonly string[] => projectFiles().filter(isSource);

export const readAllImports = (): readonly Import[] =>
  listSourceFiles().flatMap((file) => readImports(file, readFileSync(join(root, file), 'utf8')));
