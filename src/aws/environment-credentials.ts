/**
 * Returns the credentials of the function's role, which Lambda sets in the environment [AWS Lambda Developer Guide,
 * "Defined runtime environment variables"]. Throws if there are none: no other source is tried.
 */
export const readEnvironmentCredentials = () => {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = process.env;
  if (!accessKeyId || !secretAccessKey) throw new Error('There are no credentials in the environment.');
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
};
