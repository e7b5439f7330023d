import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { closeServer, listen } from '../../infra/local/listen.ts';

const types: Readonly<Record<string, string>> = { html: 'text/html', js: 'text/javascript', json: 'application/json' };

/** Serves a folder of pages on a free port of this machine. */
export const serveFolder = async (folder: string): Promise<AsyncDisposable & { readonly url: string }> => {
  const server = createServer(async (request, response) => {
    const name = request.url === '/' ? 'index.html' : String(request.url).slice(1);
    const type = types[name.split('.').at(-1) ?? ''];
    const found = await readFile(join(folder, name)).catch(() => undefined);
    response.writeHead(found && type ? 200 : 404, { 'content-type': type ?? 'text/plain' }).end(found);
  });
  const url = await listen(server, 'the page', 0);
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await closeServer(server);
    },
  };
};
