/** Returns the id that identifies a request in logs: API Gateway's or Cognito's. */
export const readRequestId = (headers: Headers | undefined): { readonly requestId?: string } => {
  const requestId = headers?.get('apigw-requestid') ?? headers?.get('x-amzn-requestid');
  return requestId == null ? {} : { requestId };
};
