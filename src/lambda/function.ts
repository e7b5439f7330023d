import { createNotesHandler, type NotesHandler } from '../adapters/api-gateway/handler.ts';
import { endpoints } from './endpoint-of-function.ts';
import type { FunctionName } from './routes.ts';
import { wireHandler } from './wiring.ts';

/** Creates what Lambda calls for a route: its endpoint, wired from the environment. */
export const createFunction = (name: FunctionName): NotesHandler =>
  createNotesHandler(wireHandler(process.env), endpoints[name]);
