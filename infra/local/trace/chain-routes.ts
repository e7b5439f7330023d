import { BadRequest } from '../console/route.ts';
import type { ConsolePart } from '../console/routes.ts';

/** The console's routes about requests: rows as they come, and one trace with its steps. */
export const createChainRoutes: ConsolePart = ({ traced }) =>
  traced === undefined
    ? []
    : [
        { route: 'GET /api/chain/live', answer: ({ signal }) => ({ lines: traced.kept.follow(signal) }) },
        {
          route: 'GET /api/chain/trace',
          answer: ({ query }) => {
            const [id, requestId] = [query.get('id') ?? '', query.get('request') ?? ''];
            const trace = traced.kept.get(id) ?? traced.kept.ofRequest(requestId);
            if (trace === undefined)
              throw new BadRequest('This request is not kept: the stack keeps the last 1,000 since it was started.');
            return { json: trace };
          },
        },
      ];
