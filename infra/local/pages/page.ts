import type { RequestListener, ServerResponse } from 'node:http';
import { createSecurityHeaders } from '../../web/security-headers.ts';
import { isLocalHost } from '../local-only.ts';
import type { Outputs } from '../outputs.ts';
import { type StaticFiles, sendFile } from './static-files.ts';

/** Serves a file, or what stands for it while its sources change. Says whether it has answered. */
export type ServeApp = (path: string, ...exchange: Parameters<RequestListener>) => boolean | Promise<boolean>;

/** The page of users, with the configuration of this stack beside it, as CloudFront serves it on AWS. */
export const createPage = (outputs: () => Outputs, serve: ServeApp): RequestListener => {
  return async (request, response) => {
    const { method, headers, url = '/' } = request;
    // A page of another name that was resolved to this machine has that name's origin, and no business here.
    if (!isLocalHost(headers.host)) return refuse(response, 421, 'This address is served by its own name only.');
    if (method !== 'GET' && method !== 'HEAD') return refuse(response, 405, 'This is a page.');
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

/** Serves what was built, under the policy that it is deployed with. */
export const serveBuilt =
  (files: StaticFiles, headers: () => Readonly<Record<string, string>>): ServeApp =>
  (path, request, response) => {
    const file = files.get(path);
    if (file === undefined) return false;
    sendFile(request, response, file, headers());
    return true;
  };

/** The origins that the page calls. */
export const createPageHeaders = ({ ApiEndpoint, CognitoEndpoint, S3Endpoint }: Outputs) => {
  const files = S3Endpoint === undefined ? [] : [S3Endpoint];
  return createSecurityHeaders({ connect: [ApiEndpoint, CognitoEndpoint, ...files], images: files });
};

/** What a client needs; neither the table nor the console is the business of a page. */
const selectConfig = ({ DynamoDbEndpoint, NotesTableName, ConsoleUrl, ...config }: Outputs): Partial<Outputs> => config;

const refuse = (response: ServerResponse, status: number, reason: string): void => {
  response
    .writeHead(status, { ...createSecurityHeaders({ connect: [] }), 'content-type': 'text/plain; charset=utf-8' })
    .end(`${reason}\n`);
};
