import { useTexts } from '../texts/language.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import styles from './account.module.css';
import { settingsTexts } from './settings-texts.ts';
import { SignOutDialog, useSignOut } from './sign-out.tsx';
import { useAskAsUser } from './use-ask-as-user.ts';
import { useRefused } from './use-refused.ts';

export const SignOutEverywhere = () => {
  const texts = useTexts(settingsTexts);
  const [askAsUser, refused] = [useAskAsUser(), useRefused()];
  // If the pool cannot be reached, the other sign-ins stay, so the user stays signed in here too, and may try again.
  const { signOut, busy, unsent, stay, failure } = useSignOut(async () => {
    const ended = await askAsUser((pool, tokens) => pool.signOutEverywhere(tokens));
    return ended.isOk() ? { left: 'signed-out-everywhere' } : refused(ended.error);
  });
  return (
    <>
      <p className={styles.lead}>{texts.everywhereLead}</p>
      {failure !== undefined && (
        <Banner kind="error">
          <p>{failure}</p>
        </Banner>
      )}
      <Button busy={busy} onClick={() => signOut()}>
        {texts.everywhere}
      </Button>
      {unsent > 0 && <SignOutDialog unsent={unsent} onStay={stay} onSignOut={() => signOut({ losing: true })} />}
    </>
  );
};
