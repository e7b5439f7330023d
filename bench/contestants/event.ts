/** The parts of a payload-2.0 event with AWS_IAM that the contestants read. (The published type has no identity.) */
export interface NotesEvent {
  readonly body?: string;
  readonly pathParameters?: { readonly id?: string };
  readonly requestContext: {
    readonly authorizer: { readonly iam: { readonly cognitoIdentity: { readonly identityId: string } } };
  };
}

export interface HandlerResponse {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

export const readOwner = ({ requestContext }: Pick<NotesEvent, 'requestContext'>): string =>
  requestContext.authorizer.iam.cognitoIdentity.identityId;
