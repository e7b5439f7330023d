/** A made-up account, of the form that AWS's documentation uses. */
export const accountId = '123456789012';

/** Whom the temporary credentials of a function speak for: a session of a role, with the tags that it was begun with. */
export interface RoleSession {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly tags: Readonly<Record<string, string>>;
}
