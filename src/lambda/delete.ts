import { functionFor } from './function.ts';

export const handler = functionFor('delete');
