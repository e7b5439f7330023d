import type { Progress } from '../client/progress.ts';
import { formatSize } from './format-size.ts';
import type { Here } from './here.ts';
import { words } from './terminal.ts';

const width = 24;

/** Minimum milliseconds between two redraws. */
const pace = 100;

/** Creates a callback that draws a file's progress on a terminal; it is silent elsewhere and with `--json`. */
export const createProgressBar = (
  { terminal, world }: Pick<Here, 'terminal' | 'world'>,
  name: string,
  json: boolean | undefined,
): ((progress: Progress) => void) => {
  const label = [...name].length > width ? `${[...name].slice(0, width - 1).join('')}…` : name;
  let drawn = Number.NEGATIVE_INFINITY;
  return ({ done, size }) => {
    const now = world.now();
    if (json || (done < size && now - drawn < pace)) return;
    drawn = now;
    const share = size === 0 ? 1 : done / size;
    const bar = '#'.repeat(Math.floor(share * width)).padEnd(width, '.');
    terminal.progress(words`${label}  ${bar}  ${Math.floor(share * 100)} % of ${formatSize(size)}`);
  };
};
