import { createServer, type RequestListener } from 'node:http';
import type { WebApp } from '../../../web/vite.config.ts';
import { buildWeb } from '../../web/build-web.ts';
import type { PageOrigins } from '../../web/security-headers.ts';
import { createConsole } from '../console/console.ts';
import type { ConsoleRoute } from '../console/route.ts';
import { closeServer, listen } from '../listen.ts';
import type { Outputs } from '../outputs.ts';
import { createPage, listPageOrigins, type ServeApp, serveBuilt } from './page.ts';
import { readStaticFiles } from './static-files.ts';

export interface WebOptions {
  /** 0 for any free port. */
  readonly pagePort: number;
  readonly consolePort: number;
  /** Serves the sources as they change rather than the built files. */
  readonly sources?: boolean;
  /** Called if an app must be built first, which takes a second or two. */
  readonly onBuild?: (app: WebApp) => void;
}

export interface Web extends AsyncDisposable {
  readonly outputs: Required<Pick<Outputs, 'PageUrl' | 'ConsoleUrl'>>;
  /** Starts serving once the stack runs; until then, every request gets a 503. */
  run(stack: { readonly outputs: Outputs; readonly routes: readonly ConsoleRoute[] }): void;
}

/** Starts the servers of the page and the console, each on its own origin. Throws `PortInUse`. */
export const startWeb = async (options: WebOptions): Promise<Web> => {
  const { pagePort, consolePort, sources = false, onBuild } = options;
  await using starting = new AsyncDisposableStack();
  let page: RequestListener = answerNotYet;
  let developers: RequestListener = answerNotYet;
  const servers = {
    page: createServer((...exchange) => page(...exchange)),
    console: createServer((...exchange) => developers(...exchange)),
  };

  const startServer = async (app: WebApp): Promise<(origins: () => PageOrigins) => ServeApp> => {
    if (!sources) {
      const files = await readStaticFiles(await buildWeb(app, { onBuild: () => onBuild?.(app) }));
      return (origins) => serveBuilt(files, origins);
    }
    // Vite is loaded only if it is needed.
    const { startDevApp: devApp } = await import('./dev-app.ts');
    const { serve } = starting.use(await devApp(app, servers[app]));
    return () => serve;
  };
  const [pageApp, consoleApp] = await Promise.all([startServer('page'), startServer('console')]);

  const PageUrl = await listen(servers.page, 'the page', pagePort);
  starting.defer(() => closeServer(servers.page));
  const ConsoleUrl = await listen(servers.console, 'the console', consolePort);
  const ending = new AbortController();
  starting.defer(() => {
    ending.abort();
    return closeServer(servers.console);
  });
  const started = starting.move();
  return {
    outputs: { PageUrl, ConsoleUrl },
    run: ({ outputs, routes }) => {
      page = createPage(
        () => outputs,
        pageApp(() => listPageOrigins(outputs)),
      );
      developers = createConsole(
        routes,
        consoleApp(() => ({ connect: [] })),
        ending.signal,
      );
    },
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
};

const answerNotYet: RequestListener = (_request, response) => {
  response.writeHead(503, { 'retry-after': '1' }).end();
};
