import { isRecord, isText } from '../../../src/client/shapes.ts';

/**
 * A request from CloudFormation [AWS CloudFormation User Guide, "CloudFormation custom resource request and response
 * reference"].
 */
export interface DeploymentRequest {
  readonly kind: 'Create' | 'Update' | 'Delete';
  readonly requestId: string;
  readonly stackId: string;
  readonly logicalResourceId: string;
  /** The presigned URL that takes the answer: whoever knows it can answer for us. */
  readonly responseUrl: URL;
  readonly wanted: PageProperties;
  /** The properties deployed before, if this is an update. */
  readonly before: PageProperties | undefined;
}

/** The properties of the custom resource. */
export interface PageProperties {
  readonly bucketName: string;
  /** Names of the files that are bundled with the function. */
  readonly files: readonly string[];
  /** By name, the contents of files that are specific to this deployment. */
  readonly texts: Readonly<Record<string, string>>;
}

/** Parses a request. Throws if it is not one: then there is nobody to answer either. */
export const parseDeploymentRequest = (event: unknown): DeploymentRequest => {
  const {
    RequestType: kind,
    ResponseURL,
    RequestId,
    StackId,
    LogicalResourceId,
    ...rest
  } = parseRecord(event, 'event');
  if (kind !== 'Create' && kind !== 'Update' && kind !== 'Delete') throw new Error('The RequestType is not known.');
  return {
    kind,
    requestId: parseText(RequestId, 'RequestId'),
    stackId: parseText(StackId, 'StackId'),
    logicalResourceId: parseText(LogicalResourceId, 'LogicalResourceId'),
    responseUrl: new URL(parseText(ResponseURL, 'ResponseURL')),
    wanted: parseProperties(rest.ResourceProperties),
    before: kind === 'Update' ? parseProperties(rest.OldResourceProperties) : undefined,
  };
};

const parseProperties = (value: unknown): PageProperties => {
  const { BucketName, Files, Texts } = parseRecord(value, 'properties');
  if (!Array.isArray(Files) || !Files.every(isText)) throw new Error('The Files are not a list of names.');
  const texts = Object.entries(parseRecord(Texts, 'Texts')).map(([name, text]): [string, string] => [
    name,
    parseText(text, name),
  ]);
  return { bucketName: parseText(BucketName, 'BucketName'), files: Files, texts: Object.fromEntries(texts) };
};

const parseRecord = (value: unknown, what: string): Readonly<Record<string, unknown>> => {
  if (!isRecord(value)) throw new Error(`"${what}" is not an object.`);
  return value;
};

const parseText = (value: unknown, what: string): string => {
  if (!isText(value)) throw new Error(`"${what}" is not a string.`);
  return value;
};
