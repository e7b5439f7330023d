import type { Server } from 'node:http';
import { createServer } from 'vite';
import { createViteConfig, type WebApp } from '../../../web/vite.config.ts';
import type { ServeApp } from './page.ts';

export interface DevApp extends AsyncDisposable {
  readonly serve: ServeApp;
}

/**
 * Serves an app's sources with Vite, which updates the open page when they change. There is no content security policy,
 * since Vite writes styles and its own client into the page.
 */
export const startDevApp = async (app: WebApp, server: Server): Promise<DevApp> => {
  const vite = await createServer({
    ...createViteConfig(app),
    base: '/',
    appType: 'spa',
    server: { middlewareMode: true, hmr: { server }, allowedHosts: ['127.0.0.1', 'localhost'] },
  });
  return {
    serve: (_path, request, response) =>
      new Promise((resolve) => {
        response.once('finish', () => resolve(true));
        vite.middlewares(request, response, () => resolve(false));
      }),
    [Symbol.asyncDispose]: () => vite.close(),
  };
};
