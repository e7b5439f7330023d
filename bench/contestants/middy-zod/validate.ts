import type middy from '@middy/core';
import { createError } from '@middy/util';
import type { ZodType } from 'zod';

/** Validates a part of the event against a schema: 400 if it does not fit. */
export const validate = <Part extends 'body' | 'pathParameters'>(
  part: Part,
  schema: ZodType,
): middy.MiddlewareObj<Record<Part, unknown>> => ({
  before: ({ event }) => {
    const { success, data, error } = schema.safeParse(event[part]);
    if (!success) throw createError(400, error.message);
    event[part] = data;
  },
});
