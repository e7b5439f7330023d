import { readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { projectFiles, root } from './markdown.ts';

/** The rooms of a picture, and which of them may import which. */
export interface Rooms {
  /** Each folder with its room. */
  readonly folders: ReadonlyMap<string, string>;
  readonly arrows: readonly Arrow[];
}

export interface Arrow {
  /** As it is drawn: a room or a box, and a room or a box. */
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
const isTest = (file: string): boolean => /\.(?:test|check)\.tsx?$/.test(file);

/** The room that a file is in: that of the nearest folder above it. Tests and their settings are in that of `test`, wherever they lie. */
export const findRoom = ({ folders }: Rooms, file: string): string | undefined => {
  if (isTest(file) || /^vitest\.[\w.-]*config\.ts$/.test(file)) return folders.get('test');
  const above = [...folders].filter(([folder]) => file.startsWith(`${folder}/`));
  return above.toSorted(([one], [other]) => other.length - one.length)[0]?.[1];
};

/** A module of this package by the name that others import it by. */
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

/** Examples in comments import, too. */
const withoutComments = (text: string): string => text.replace(/^ *(?:\*|\/\*|\/\/).*$/gm, '');

/** What a module imports of this project: when it is loaded, later, or for its types. */
export const readImports = (file: string, text: string): readonly Import[] =>
  [...withoutComments(text).matchAll(/(?:\bfrom\s+|\bimport\s*\(\s*|\bimport\s+)'([^'\n]+)'/g)].flatMap(
    ([, specifier = '']) => {
      const to = specifier.startsWith('.') ? posix.join(dirname(file), specifier) : doors[specifier];
      return to === undefined ? [] : [{ from: file, to }];
    },
  );

export const sourceFiles = (): readonly string[] => projectFiles().filter(isSource);

export const readAllImports = (): readonly Import[] =>
  sourceFiles().flatMap((file) => readImports(file, readFileSync(join(root, file), 'utf8')));
