import { create } from '../adapters/api-gateway/endpoints.ts';
import { notesHandler } from '../adapters/api-gateway/handler.ts';
import { wiringOf } from './wiring.ts';

export const handler = notesHandler(wiringOf(process.env), create);
