import { type NotesHandler, notesHandler } from '../adapters/api-gateway/handler.ts';
import { endpoints } from './endpoints.ts';
import type { FunctionName } from './routes.ts';
import { wiringOf } from './wiring.ts';

/** What Lambda calls for a route: its endpoint, wired by the environment. */
export const functionFor = (name: FunctionName): NotesHandler => notesHandler(wiringOf(process.env), endpoints[name]);
