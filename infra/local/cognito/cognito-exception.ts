/** A refusal that Cognito sends with status 400: the name of the exception and its message, as AWS words them. */
export class CognitoException extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.name = 'CognitoException';
    this.type = type;
  }
}

export const invalidParameter = (message: string) => new CognitoException('InvalidParameterException', message);

export const notAuthorized = (message = 'Incorrect username or password.') =>
  new CognitoException('NotAuthorizedException', message);

export const notFound = (message: string) => new CognitoException('ResourceNotFoundException', message);
