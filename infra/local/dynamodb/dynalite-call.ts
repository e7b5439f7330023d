import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import { Readable } from 'node:stream';

export interface DynaliteRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface DynaliteResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: string;
}

/**
 * Asks dynalite in this process through its request listener, so that the answer can be inspected before it is sent.
 */
export const askDynalite = (serve: RequestListener, { body, ...request }: DynaliteRequest): Promise<DynaliteResponse> =>
  new Promise((resolve) => {
    const headers: Record<string, string | number> = {};
    const response = {
      statusCode: 200,
      setHeader: (name: string, value: string | number) => {
        headers[name] = value;
      },
      end: (text = '') => resolve({ status: response.statusCode, headers, body: text }),
    };
    const incoming = Object.assign(Readable.from([body], { objectMode: false }), request);
    // dynalite uses no other members of the request and the response.
    serve(incoming as unknown as Parameters<RequestListener>[0], response as unknown as Parameters<RequestListener>[1]);
  });
