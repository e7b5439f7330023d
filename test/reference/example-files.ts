import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatImport, readGivenNames, selectBorrowed } from '../kit/given-names.ts';
import { type Export, root } from './reference.ts';

/**
 * Writes each example as a module, and a project of all of them. The folder is inside the package, so that its name
 * resolves to what was built. An example leaves out the imports of its own door, and of what `given.ts` has.
 */
export const writeExamples = async (folder: string, exported: readonly Export[]): Promise<void> => {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await copyFile(join(import.meta.dirname, 'given.ts'), join(folder, 'given.ts'));
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ extends: join(root, 'tsconfig.json'), ...settings }));
  const given = readGivenNames(join(import.meta.dirname, 'given.ts'));
  const namesOf = (door: string) => exported.filter((each) => each.door === door).map(({ name }) => name);
  const all = exported.flatMap(({ door, name, examples }) => examples.map((example) => ({ door, name, example })));
  for (const [at, { door, name, example }] of all.entries()) {
    const own = formatImport(door, selectBorrowed(example, namesOf(door)));
    const others = formatImport('./given.ts', selectBorrowed(example, given));
    // Numbered, as some names differ only in case.
    const file = `${at}.${door.replaceAll('/', '.')}.${name}.ts`;
    await writeFile(join(folder, file), `${own}\n${others}\n${example}\nexport {};\n`);
  }
};

/** Has the types of pages and of Node. Written imports do not tell types from values; examples leave things unused. */
const settings = {
  compilerOptions: {
    lib: ['es2024', 'esnext.disposable', 'esnext.array', 'dom', 'dom.iterable'],
    paths: {},
    verbatimModuleSyntax: false,
    noUnusedLocals: false,
    noUnusedParameters: false,
  },
  include: ['.'],
};
