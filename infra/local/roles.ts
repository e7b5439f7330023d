/** A made-up account id, of the form that AWS's documentation uses. */
export const accountId = '123456789012';

/** The principal of a function's temporary credentials: a session of a role, with its session tags. */
export interface RoleSession {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly tags: Readonly<Record<string, string>>;
}
