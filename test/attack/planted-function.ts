import { createNotesHandler, type NotesHandler } from '../../src/adapters/api-gateway/handler.ts';
import { endpoints } from '../../src/lambda/endpoints.ts';
import type { FunctionName } from '../../src/lambda/routes.ts';
import { wireHandler } from '../../src/lambda/wiring.ts';
import { handlerFaults } from './faults/all.ts';
import type { CreatePlant } from './faults/fault.ts';

/** What a request names the fault in that is to be in the functions for it. */
export const plantedHeader = 'x-planted';

/** In place of `src/lambda/function.ts`: a function that has each fault, for requests that ask for it, and is as deployed for others. */
export const createFunction = (name: FunctionName): NotesHandler => {
  const wiring = wireHandler(process.env);
  const deployed = createNotesHandler(wiring, endpoints[name]);
  const planted = new Map<string, NotesHandler>();
  return (event, context) => {
    const asked = event.headers[plantedHeader];
    if (asked === undefined) return deployed(event, context);
    const fault = (handlerFaults as Readonly<Record<string, CreatePlant>>)[decodeURIComponent(asked)];
    if (fault === undefined) throw new Error(`There is no fault ${asked}.`);
    const handler = planted.get(asked) ?? createNotesHandler(wiring, fault()(endpoints[name], name));
    planted.set(asked, handler);
    return handler(event, context);
  };
};
