import { join } from 'node:path';
import manifest from '../package.json' with { type: 'json' };

const here = import.meta.dirname;
const out = join(here, '../build/reference');

/** The source of each of the package's doors. */
const doors = Object.values(manifest.exports)
  .filter((door) => typeof door === 'object')
  .map(({ default: built }) => join(here, '..', built.replace('./dist/', 'src/').replace(/\.js$/, '.ts')));

/**
 * Types that signatures name and no door exports: the parts of an event that an endpoint reads, and parts of types that
 * are shown in full.
 *
 * @type {readonly string[]}
 */
const notExported = [
  ...['WithConditions', 'WithHeaders', 'WithIdempotencyKey', 'WithNoteId', 'WithPage'],
  ...['JsonResponse', 'ListResponse', 'BadBody', 'Environment', 'Keys', 'Bytes', 'previews', 'UserPoolCallOptions'],
];

/** @type {Partial<import('typedoc').TypeDocOptions>} */
export default {
  name: manifest.name,
  entryPoints: doors,
  tsconfig: join(here, 'tsconfig.json'),
  readme: join(here, 'front-page.md'),
  outputs: [
    { name: 'html', path: out },
    { name: 'json', path: join(out, 'reference.json') },
  ],
  // `npm run types` finds errors.
  skipErrorChecking: true,
  treatWarningsAsErrors: true,
  disableSources: true,
  githubPages: false,
  navigation: { includeCategories: false, includeGroups: false },
  validation: { notExported: true, invalidLink: true, invalidPath: true, notDocumented: true },
  requiredToBeDocumented: ['Module', 'Variable', 'Function', 'Interface', 'TypeAlias', 'Method'],
  intentionallyNotExported: [...notExported],
};
