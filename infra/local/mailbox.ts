import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** A message that Cognito would mail. */
export interface Mail {
  readonly to: string;
  readonly purpose: 'sign-up' | 'forgot-password' | 'invitation' | 'verify-email';
  /** The confirmation code, or the temporary password in an invitation. */
  readonly code: string;
}

/**
 * Appends each mail as a line of JSON to `file`, readable by its owner only and never through a link, and shows it.
 * `now`: epoch milliseconds.
 */
export const createMailbox =
  (file: string, show: (mail: Mail) => void, now: () => number = Date.now) =>
  async (mail: Mail): Promise<void> => {
    const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW } = constants;
    await using box = await open(file, O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW, 0o600);
    // An existing file keeps its own mode.
    await box.chmod(0o600);
    await box.appendFile(`${JSON.stringify({ time: new Date(now()).toISOString(), ...mail })}\n`);
    show(mail);
  };
