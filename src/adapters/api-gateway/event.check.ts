import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyEventV2WithIAMAuthorizer,
  APIGatewayProxyHandlerV2,
  Context,
} from 'aws-lambda';
import type { FunctionContext, HttpApiEvent } from './event.ts';
import type { NotesHandler } from './handler.ts';

// The published events and contexts fit our types, and our handler fits theirs, so functions typed with either work.
// Compiled, never run.
type Takes<Wanted, _Given extends Wanted> = true;
export type Checked = [
  Takes<HttpApiEvent, APIGatewayProxyEventV2>,
  Takes<HttpApiEvent, APIGatewayProxyEventV2WithIAMAuthorizer>,
  Takes<FunctionContext, Context>,
  Takes<APIGatewayProxyHandlerV2, NotesHandler>,
];
