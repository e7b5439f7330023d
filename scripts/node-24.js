// Plain JavaScript, so that any Node reads it.
/** Lambda’s runtime, and what reads TypeScript as it is. */
const minimum = 24;

/** What is missing, and what brings it, where this runs on an older Node than the sources need; otherwise nothing. */
export const missingNode =
  Number.parseInt(process.versions.node, 10) >= minimum
    ? undefined
    : `This needs Node ${minimum} and runs on ${process.version}. A Node ${minimum} comes with \`npm ci\`, by an install script of the \
package "node". Where npm runs none (ignore-scripts), \`npm rebuild node --ignore-scripts=false\` brings it.`;
