import { Router } from '@aws-lambda-powertools/event-handler/http';
import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';

export const logger = new Logger({ serviceName: 'notes' });

export const createApp = () => new Router({ logger });

export const createHandler = (app: Router) => async (event: unknown, context: Context) => {
  logger.addContext(context);
  return app.resolve(event, context);
};
