import { join } from 'node:path';
import { build, type InlineConfig, type Plugin, type Rolldown } from 'vite';

/** The part of `index.html` for one language. */
export interface FirstView {
  readonly language: string;
  /** The page for a visitor who is not signed in. */
  readonly view: string;
  /** What is shown if the page's scripts do not load. */
  readonly notLoaded: string;
}

const folder = join(import.meta.dirname, '../page/first-view');

/**
 * Renders the page's first view into its `index.html` at build time, and adds the script that shows it. The sign-in
 * form can then be filled in as soon as the document, its styles and a small script have loaded
 * (docs/decisions/0036-the-first-view-does-not-wait-for-scripts.md). `config` is the configuration of the page's other
 * scripts.
 */
export const createFirstViewPlugin = (config: InlineConfig): Plugin => ({
  name: 'first-view',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: async (html) => withFirstViews(html, await renderFirstViews(config), await buildBoot(config)),
  },
});

/** Builds the script that shows the first view. It is part of the document, where the policy allows it by its hash. */
const buildBoot = async (config: InlineConfig): Promise<string> => {
  const rolldownOptions = { input: join(folder, 'boot.ts'), output: { format: 'iife' } } as const;
  const [boot] = await buildChunks({ ...config, build: { ...config.build, rolldownOptions } });
  if (boot === undefined) throw new Error('The script that shows the first view was not built.');
  if (/<\/script|<!--/.test(boot.code)) throw new Error('The script that shows the first view would end its element.');
  return boot.code.trim();
};

const withFirstViews = (html: string, views: readonly FirstView[], boot: string): string => {
  const templates = views.map(
    ({ language, view, notLoaded }) =>
      `<template data-first-view="${language}">${view}</template>` +
      `<template data-not-loaded="${language}">${notLoaded}</template>`,
  );
  const filled = replaceOnce(html, '<!-- first views -->', `${templates.join('')}<script>${boot}</script>`);
  // What is painted first must not compete for bandwidth with the scripts that come after it.
  return replaceOnce(filled, '<script type="module"', '<script type="module" fetchpriority="low"');
};

const replaceOnce = (text: string, place: string, replacement: string): string => {
  const parts = text.split(place);
  if (parts.length !== 2) throw new Error(`index.html has ${parts.length - 1} of ${place}, not one.`);
  return parts.join(replacement);
};

const renderFirstViews = async (config: InlineConfig): Promise<readonly FirstView[]> => {
  const ssr = join(folder, 'prerender.tsx');
  const [chunk] = await buildChunks({ ...config, ssr: { noExternal: true }, build: { ...config.build, ssr } });
  if (chunk === undefined) throw new Error('The first view was not built.');
  const module = await import(`data:text/javascript;base64,${Buffer.from(chunk.code).toString('base64')}`);
  return module.renderFirstViews();
};

/** Builds without writing anything to disk. */
const buildChunks = async (config: InlineConfig): Promise<readonly Rolldown.OutputChunk[]> => {
  const outputs = await build({ ...config, build: { ...config.build, write: false } });
  return [outputs]
    .flat()
    .flatMap((each) => ('output' in each ? each.output.filter((file) => file.type === 'chunk') : []));
};
