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
const bootName = 'boot.js';

/**
 * Renders the page's first view into its `index.html` at build time, and adds the script that shows it. The sign-in
 * form can then be filled in as soon as the document, its styles and a small script have loaded
 * (docs/decisions/0036-the-first-view-does-not-wait-for-scripts.md). `config` is the configuration of the page's other
 * scripts.
 */
export const createFirstViewPlugin = (config: InlineConfig): Plugin => ({
  name: 'first-view',
  apply: 'build',
  async buildStart() {
    const [boot] = await buildChunks({ ...config, build: { ...config.build, rolldownOptions: bootOptions } });
    this.emitFile({ type: 'asset', name: bootName, source: boot?.code ?? '' });
  },
  transformIndexHtml: {
    order: 'post',
    handler: async (html, { bundle }) => {
      const boot = Object.values(bundle ?? {}).find((file) => file.type === 'asset' && file.names.includes(bootName));
      if (boot === undefined) throw new Error('The script that shows the first view was not built.');
      const views = await renderFirstViews(config);
      return {
        html: withFirstViews(html, views),
        tags: [
          {
            tag: 'script',
            // Runs once the document is parsed; nothing is painted before.
            attrs: { src: `./${boot.fileName}`, defer: true, blocking: 'render' },
            injectTo: 'head-prepend',
          },
        ],
      };
    },
  },
});

const bootOptions = { input: join(folder, 'boot.ts'), output: { format: 'iife' } } as const;

const withFirstViews = (html: string, views: readonly FirstView[]): string => {
  const templates = views.map(
    ({ language, view, notLoaded }) =>
      `<template data-first-view="${language}">${view}</template>` +
      `<template data-not-loaded="${language}">${notLoaded}</template>`,
  );
  const filled = replaceOnce(html, '<!-- first views -->', templates.join(''));
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
