import type { CorsFinding } from '../cors.ts';
import { adviseFaulty, type Rows } from './rows.ts';

const origins =
  'List the origin in allowedOrigins of the stage (infra/stages.ts), exactly as the browser sends it (scheme, ' +
  'host and port, without a path), and deploy.';
const settings = 'Check infra/cors.ts, and deploy; a proxy or CDN in front of the API may have rules of its own.';

export const corsAdvice: Rows<CorsFinding['kind']> = {
  PreflightRefused: ({ origin, route, status }) =>
    adviseFaulty(
      `A page of ${origin} may not call ${route}: the browser’s preflight is answered with ${status}.`,
      origins,
      settings,
    ),
  OriginNotAllowed: ({ origin, route, allowed }) =>
    adviseFaulty(`Pages of ${origin} may not call ${route}: the API allows ${allowed}.`, origins),
  MethodNotAllowed: ({ method, allowed }) =>
    adviseFaulty(`Pages may not send ${method}: the API allows ${allowed}.`, settings),
  HeadersNotAllowed: ({ headers, allowed }) =>
    adviseFaulty(
      `Pages may not send ${headers.join(', ')}, which signed requests need: the API allows ${allowed}.`,
      settings,
    ),
  AnswerNotAllowed: ({ origin }) =>
    adviseFaulty(
      `The preflight allows ${origin}, but the answer itself does not: the browser withholds it from the page.`,
      settings,
    ),
  HeadersNotExposed: ({ headers }) =>
    adviseFaulty(
      `Pages cannot read ${headers.join(', ')} of an answer: they are not exposed. ` +
        'The client then does without ETags, pages or the server’s time.',
      settings,
    ),
};
