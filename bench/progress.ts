/** Shows the progress of a long run: on a terminal as one line that changes, elsewhere as one line for each tenth. */
export const createProgress = (total: number) => {
  const began = performance.now();
  let done = 0;
  const show = (what: string): void => {
    const share = done / total;
    const minutes = done === 0 ? '?' : (((performance.now() - began) * (1 - share)) / share / 60_000).toFixed(1);
    const line = `${Math.floor(100 * share)} %, ${minutes} min left: ${what}`;
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`);
    else if (Math.floor((10 * done) / total) !== Math.floor((10 * (done - 1)) / total)) console.error(line);
    done++;
  };
  return Object.assign(show, { end: () => (process.stderr.isTTY ? process.stderr.write('\r\u001b[K') : undefined) });
};
