/** Rows of modules; dark ones are `true`. */
export type Modules = readonly (readonly boolean[])[];

/**
 * Calculates how hard a symbol is to read, by patterns that confuse scanners. The mask with the lowest penalty is used
 * [ISO/IEC 18004, 7.8.3].
 */
export const calculatePenalty = (rows: Modules): number => {
  const columns = rows.map((row, at) => row.map((_, y) => rows[y]?.[at] ?? false));
  const lines = [...rows, ...columns].map((line) => line.map(Number).join(''));
  let penalty = 0;
  for (const line of lines) {
    for (const [run] of line.matchAll(/0{5,}|1{5,}/g)) penalty += run.length - 2;
    // Patterns that look like a finder pattern; overlapping ones count, too.
    penalty += 40 * [...line.matchAll(/(?=00001011101|10111010000)/g)].length;
  }
  let dark = 0;
  rows.forEach((row, y) => {
    row.forEach((module, x) => {
      if (module) dark++;
      const around = [rows[y]?.[x + 1], rows[y + 1]?.[x], rows[y + 1]?.[x + 1]];
      if (around.every((each) => each === module)) penalty += 3;
    });
  });
  const percent = (100 * dark) / rows.length ** 2;
  return penalty + 10 * Math.floor(Math.abs(percent - 50) / 5);
};
