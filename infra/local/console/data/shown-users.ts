import type { ShownUser } from './shown.ts';
import type { WatchedData } from './watched-data.ts';

export const listShownUsers = async ({ users, identityOf, ownerOf }: WatchedData): Promise<readonly ShownUser[]> =>
  (await users.all())
    .map(({ email, emailVerified, sub, status, disabled = false, totp, created }) => ({
      ...{
        email,
        isVerified: emailVerified,
        sub,
        identityId: identityOf(sub),
        owner: ownerOf(sub),
        status,
        isDisabled: disabled,
      },
      ...{ secondFactor: totp?.enabled ?? false, created },
    }))
    .toSorted((a, b) => a.created - b.created);
