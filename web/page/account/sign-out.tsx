import { useState } from 'react';
import { appTexts } from '../app-texts.ts';
import { notesOnDevice } from '../notes/notes-on-device.ts';
import { go } from '../routes.ts';
import { useSignIn } from '../session/account.ts';
import { useLanguage, useTexts } from '../texts/language.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import styles from './account.module.css';

/** Signs out; asks first where changes would be lost, whose number is `unsent` then. */
export const useSignOut = () => {
  const { state, leave } = useSignIn();
  const [busy, setBusy] = useState(false);
  const [unsent, setUnsent] = useState(0);

  const signOut = async ({ losing = false } = {}) => {
    if (state.kind !== 'signed-in') return;
    const { session, who } = state.account;
    setBusy(true);
    const lost = losing ? 0 : await notesOnDevice.unsent(who.sub);
    setUnsent(lost);
    if (lost === 0) {
      const told = await session.signOut();
      await leave(told.isOk() ? 'signed-out' : 'signed-out-untold');
      go('/');
    }
    setBusy(false);
  };
  return { signOut, busy, unsent, stay: () => setUnsent(0) };
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
