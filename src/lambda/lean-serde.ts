import type { DynamoDBClient, GetItemCommandOutput } from '@aws-sdk/client-dynamodb';

/** The SDK's protocols, as far as those over JSON go: of an operation's schema and a context, they read no more than this. */
interface Protocol {
  serializeRequest(operation: Operation, input: object, context: { endpoint(): Promise<unknown> }): Promise<object>;
  deserializeResponse(operation: Operation, context: object, response: unknown): Promise<MetadataBearer>;
}

interface Operation {
  readonly namespace: unknown;
  readonly name: unknown;
  readonly traits: unknown;
  readonly input: unknown;
  readonly output: unknown;
}

type MetadataBearer = GetItemCommandOutput;

/** What every answer has, whatever it says. */
interface Response {
  readonly statusCode: number;
}

/** Of the SDK's context of a command, what says which operation it is of. */
interface CommandContext {
  readonly endpointV2?: object;
  readonly __smithy_context?: Readonly<Record<string, unknown>>;
}

/**
 * Writes requests and reads answers by the client's own protocol, in place of the two middlewares of the SDK that do [@smithy/core,
 * "schema/middleware"]. These copy the client's whole configuration for each request, and once more for its answer, which is
 * some 9 % of a request's processor time; a protocol over JSON reads nothing of it but the endpoint.
 */
export const useLeanSerde = ({ config, middlewareStack }: DynamoDBClient): void => {
  const protocol = config.protocol as unknown as Protocol;

  middlewareStack.add(
    (next, context: CommandContext) => {
      const operation = operationOf(context);
      return async (args) => {
        // Asked for each request: the SDK resolves the endpoint before it.
        const endpoint = async () => context.endpointV2;
        const request = await protocol.serializeRequest(operation, args.input, { endpoint });
        return next({ ...args, request });
      };
    },
    { step: 'serialize', name: 'serializerMiddleware', override: true },
  );

  middlewareStack.add(
    (next, context: CommandContext) => {
      const operation = operationOf(context);
      return async (args) => {
        const { response } = await next(args);
        try {
          return { response, output: await protocol.deserializeResponse(operation, config, response) };
        } catch (error) {
          throw withResponse(error, response as Response);
        }
      };
    },
    { step: 'deserialize', name: 'deserializerMiddleware', override: true },
  );
};

/** The SDK's schema of an operation, a tuple, by names. */
const operationOf = ({ __smithy_context: { operationSchema } = {} }: CommandContext): Operation => {
  const [, namespace, name, traits, input, output] = operationSchema as readonly unknown[];
  return { namespace, name, traits, input, output };
};

/**
 * The failure to read an answer, with the answer, out of sight: the SDK's retry looks there for how long to wait, and at the status
 * of what was no answer of DynamoDB's at all.
 */
const withResponse = (error: unknown, response: Response): unknown => {
  if (!(error instanceof Error)) return error;
  Object.defineProperty(error, '$response', { value: response, enumerable: false });
  if (!('$metadata' in error)) Object.assign(error, { $metadata: { httpStatusCode: response.statusCode } });
  return error;
};
