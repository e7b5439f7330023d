import { createNotesHandler, type NotesHandler } from '../../../src/adapters/api-gateway/handler.ts';
import { endpoints } from '../../../src/lambda/endpoint-of-function.ts';
import type { FunctionName } from '../../../src/lambda/routes.ts';
import { wireHandler } from '../../../src/lambda/wiring.ts';
import { handlerFaults } from './faults/all.ts';
import type { CreatePlant } from './faults/fault.ts';

/** The header in which a request names the fault that the function should have for it. */
export const plantedHeader = 'x-planted';

/** Replaces `src/lambda/function.ts`: creates a function with the fault that a request names, and otherwise without. */
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
