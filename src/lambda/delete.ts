import { createFunction } from './function.ts';

export const handler = createFunction('delete');
