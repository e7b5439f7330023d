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

/**
 * Signs out with `end`, which resolves to how the sign-in ended, or to why the user stays. Asks first if changes would
 * be lost; `unsent` is then their number.
 */
export const useSignOut = (end: () => Promise<Left | Refused>) => {
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
      if (typeof ended === 'string') {
        await leave(ended);
        navigate('/');
      } else setFailure(ended.text);
    }
    setBusy(false);
  };
  return { signOut, busy, unsent, failure, stay: () => setUnsent(0) };
};

/** Signs out of this sign-in only. It ends here even if the pool cannot be reached. */
export const useSignOutHere = () => {
  const { state } = useSignIn();
  return useSignOut(async () => {
    const told = state.kind === 'signed-in' && (await state.account.session.signOut()).isOk();
    return told ? 'signed-out' : 'signed-out-untold';
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
