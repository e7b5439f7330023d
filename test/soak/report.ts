/** Reports the progress of a long run: in place on a terminal, otherwise with a line every ten seconds. */
export interface Progress {
  at(done: number, more: string): void;
  end(): void;
}

export const progress = (what: string, total: number): Progress => {
  const started = Date.now();
  const { isTTY } = process.stdout;
  let told = started;
  return {
    at: (done, more) => {
      const now = Date.now();
      if (now - told < (isTTY ? 200 : 10_000)) return;
      told = now;
      const rate = (done / (now - started)) * 1000;
      const percent = Math.floor((done / total) * 100);
      const line =
        `${number(done)} of ${number(total)} ${what} (${percent} %), ${number(Math.round(rate))} a second, ` +
        `${duration((total - done) / rate)} left, ${more}`;
      process.stdout.write(isTTY ? `\r\x1b[K${line}` : `${line}\n`);
    },
    end: () => {
      if (isTTY) process.stdout.write('\r\x1b[K');
      console.log(`It took ${duration((Date.now() - started) / 1000)}.`);
    },
  };
};

/** Formats rows of a name and a figure. */
export const table = (rows: readonly (readonly [string, number | string])[]): string => {
  const cells = rows.map(([name, figure]) => [name, typeof figure === 'number' ? number(figure) : figure] as const);
  const width = (column: 0 | 1) => Math.max(...cells.map((row) => row[column].length));
  return cells.map(([name, figure]) => `${name.padEnd(width(0))}  ${figure.padStart(width(1))}`).join('\n');
};

const number = (value: number): string => value.toLocaleString('en-US');

const duration = (seconds: number): string => {
  const whole = Math.max(0, Math.round(seconds));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
};
