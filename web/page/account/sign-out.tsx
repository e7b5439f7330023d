import { useState } from 'react';
import { appTexts } from '../app-texts.ts';
import { notesOnDevice } from '../notes/notes-on-device.ts';
import { navigate } from '../routes.ts';
import { type Left, useSignIn } from '../session/account.ts';
import { useLanguage, useTexts } from '../texts/language.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import styles from './account.module.css';
import type { Refused } from './form.tsx';

/** How a sign-in ended: known, or known here and `later` also on the server. */
type Ended = { readonly left: Left; readonly later?: Promise<Left> };

/**
 * Signs out with `end`, which resolves to how the sign-in ended, or to why the user stays. Asks first if changes would
 * be lost; `unsent` is then their number.
 */
export const useSignOut = (end: () => Promise<Ended | Refused>) => {
  const { state, leave } = useSignIn();
  const [busy, setBusy] = useState(false);
  const [unsent, setUnsent] = useState(0);
  const [failure, setFailure] = useState<string>();

  const signOut = async ({ losing = false } = {}) => {
    if (state.kind !== 'signed-in') return;
    setBusy(true);
    setFailure(undefined);
    const lost = losing ? 0 : await notesOnDevice.unsent(state.account.who.sub);
    setUnsent(lost);
    if (lost === 0) {
      const ended = await end();
      if ('left' in ended) {
        await leave(ended.left, ended.later);
        navigate('/');
      } else setFailure(ended.text);
    }
    setBusy(false);
  };
  return { signOut, busy, unsent, failure, stay: () => setUnsent(0) };
};

/** Signs out of this sign-in only. It ends here at once, whether or not the pool can be reached. */
export const useSignOutHere = () => {
  const { state } = useSignIn();
  return useSignOut(async () => {
    if (state.kind !== 'signed-in') return { left: 'signed-out' };
    const later = state.account.session.signOut().match<Left, Left>(
      () => 'signed-out',
      () => 'signed-out-untold',
    );
    return { left: 'signed-out-telling', later };
  });
};

interface SignOutDialogProps {
  readonly unsent: number;
  readonly onStay: () => void;
  readonly onSignOut: () => void;
}

export const SignOutDialog = ({ unsent, onStay, onSignOut }: SignOutDialogProps) => {
  const texts = useTexts(appTexts);
  const { formats } = useLanguage();
  return (
    <Dialog title={texts.unsentTitle} onClose={onStay}>
      <p>{texts.unsent(`${formats.number(unsent)} ${formats.plural(unsent, texts.change)}`)}</p>
      <div className={styles.actions}>
        <Button kind="primary" onClick={onStay}>
          {texts.stay}
        </Button>
        <Button kind="danger" onClick={onSignOut}>
          {texts.signOutAnyway}
        </Button>
      </div>
    </Dialog>
  );
};
