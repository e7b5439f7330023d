import { Hono } from 'hono';
import type { LambdaEvent } from 'hono/aws-lambda';
import { type NotesEvent, readOwner } from '../event.ts';

/** An app whose routes find the caller's owner in `owner`. */
export const createApp = () =>
  new Hono<{ Bindings: { event: LambdaEvent & NotesEvent }; Variables: { owner: string } }>().use(
    async (context, next) => {
      context.set('owner', readOwner(context.env.event));
      await next();
    },
  );
