// Plain JavaScript, so that any Node can run it.
/** Lambda’s runtime, which runs TypeScript directly. */
const minimum = 24;

/** If this Node is older than the sources need: what is missing and how to get it. Otherwise `undefined`. */
export const missingNode =
  Number.parseInt(process.versions.node, 10) >= minimum
    ? undefined
    : `This needs Node ${minimum} and runs on ${process.version}. \`npm ci\` installs Node ${minimum}, by an install script of the \
package "node". If npm runs no install scripts (ignore-scripts), install it with \`npm rebuild node --ignore-scripts=false\`.`;
