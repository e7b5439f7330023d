import { readFile, writeFile } from 'node:fs/promises';

const [begin, end] = ['<!-- bench: begin -->', '<!-- bench: end -->'];

/** Replaces the table between the two marks of a Markdown file. */
export const writeBetweenMarks = async (file: string, table: string): Promise<void> => {
  const old = await readFile(file, 'utf8');
  const [from, to] = [old.indexOf(begin), old.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file} has no place for the results.`);
  await writeFile(file, `${old.slice(0, from + begin.length)}\n\n${table}\n\n${old.slice(to)}`);
};
