/**
 * The largest table, in cells. A larger one would freeze the browser, so everything between the equal ends counts as
 * different.
 */
const maxCells = 4_000_000;

/**
 * Returns, for each line of `one`, the line of `other` that it is paired with, or -1. It pairs as many equal lines as
 * possible, in the order of both texts (the longest common subsequence).
 */
export const pairLines = (one: readonly string[], other: readonly string[]): readonly number[] => {
  const pairs = new Array<number>(one.length).fill(-1);
  let start = 0;
  while (start < one.length && start < other.length && one[start] === other[start]) pairs[start] = start++;
  let [endOfOne, endOfOther] = [one.length, other.length];
  while (endOfOne > start && endOfOther > start && one[endOfOne - 1] === other[endOfOther - 1])
    pairs[--endOfOne] = --endOfOther;

  const [rows, columns] = [endOfOne - start, endOfOther - start];
  if (rows * columns > maxCells) return pairs;
  const width = columns + 1;
  // The length of the longest common subsequence from each position to the end.
  const lengths = new Uint32Array((rows + 1) * width);
  const at = (row: number, column: number): number => lengths[row * width + column] ?? 0;
  for (let row = rows - 1; row >= 0; row--)
    for (let column = columns - 1; column >= 0; column--)
      lengths[row * width + column] =
        one[start + row] === other[start + column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
  for (let row = 0, column = 0; row < rows && column < columns; ) {
    if (one[start + row] === other[start + column]) pairs[start + row++] = start + column++;
    else if (at(row + 1, column) >= at(row, column + 1)) row++;
    else column++;
  }
  return pairs;
};
