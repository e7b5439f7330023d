import type { RequestListener, ServerResponse } from 'node:http';
import { hashInlineScripts } from '../../web/inline-scripts.ts';
import { createSecurityHeaders, type PageOrigins } from '../../web/security-headers.ts';
import { isLocalHost } from '../local-only.ts';
import type { Outputs } from '../outputs.ts';
import { type StaticFiles, sendFile } from './static-files.ts';

/** Serves a file, or Vite's version of it while its sources change. Returns whether it has responded. */
export type ServeApp = (path: string, ...exchange: Parameters<RequestListener>) => boolean | Promise<boolean>;

/** Serves the page for users, with this stack's configuration beside it, as CloudFront does on AWS. */
export const createPage = (outputs: () => Outputs, serve: ServeApp): RequestListener => {
  return async (request, response) => {
    const { method, headers, url = '/' } = request;
    // A page under another name that resolves to this machine (DNS rebinding) has that name's origin, and no business
    // here.
    if (!isLocalHost(headers.host)) return refuse(response, 421, 'This address is served only under its own name.');
    if (method !== 'GET' && method !== 'HEAD') return refuse(response, 405, 'This is a page: use GET.');
    const path = url.split('?', 1)[0] ?? '/';
    if (path === '/config.json') {
      const text = JSON.stringify(selectConfig(outputs()));
      response
        .writeHead(200, {
          ...createSecurityHeaders({ connect: [] }),
          ...{ 'content-type': 'application/json', 'cache-control': 'no-store' },
        })
        .end(method === 'GET' ? text : undefined);
      return;
    }
    if (await serve(path, request, response)) return;
    refuse(response, 404, 'There is no such page.');
  };
};

/** Serves built files, with the content security policy that they are deployed with. */
export const serveBuilt = (files: StaticFiles, origins: () => PageOrigins): ServeApp => {
  const scripts = hashInlineScripts(String(files.get('/')?.contents ?? ''));
  return (path, request, response) => {
    const file = files.get(path);
    if (file === undefined) return false;
    sendFile(request, response, file, createSecurityHeaders({ ...origins(), scripts }));
    return true;
  };
};

/** Lists the origins that the page calls. */
export const listPageOrigins = ({ ApiEndpoint, CognitoEndpoint, S3Endpoint }: Outputs): PageOrigins => {
  const files = S3Endpoint === undefined ? [] : [S3Endpoint];
  return { connect: [ApiEndpoint, CognitoEndpoint, ...files], images: files };
};

/** Selects what a client needs; a page needs neither the table nor the console. */
const selectConfig = ({ DynamoDbEndpoint, NotesTableName, ConsoleUrl, ...config }: Outputs): Partial<Outputs> => config;

const refuse = (response: ServerResponse, status: number, reason: string): void => {
  response
    .writeHead(status, { ...createSecurityHeaders({ connect: [] }), 'content-type': 'text/plain; charset=utf-8' })
    .end(`${reason}\n`);
};
