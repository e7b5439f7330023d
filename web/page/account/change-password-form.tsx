import { useState } from 'react';
import { useAccount } from '../session/account.ts';
import { useTexts } from '../texts/language.tsx';
import { useLostFocus } from '../ui/take-lost-focus.ts';
import { useToast } from '../ui/toasts.tsx';
import styles from './account.module.css';
import { EmailField, NewPasswordField, PasswordField } from './fields.tsx';
import { Form } from './form.tsx';
import { settingsTexts } from './settings-texts.ts';
import { useAskAsUser } from './use-ask-as-user.ts';
import { useChecks } from './use-checks.ts';
import { isRefusal, useRefused } from './use-refused.ts';

export const ChangePasswordForm = () => {
  const texts = useTexts(settingsTexts);
  const { who } = useAccount();
  const toast = useToast();
  const [askAsUser, refused, checks] = [useAskAsUser(), useRefused(), useChecks()];
  // A new, empty form after each change.
  const [changes, setChanges] = useState(0);
  const lead = useLostFocus<HTMLParagraphElement>(changes);
  return (
    <>
      <p className={styles.lead} ref={lead} tabIndex={-1}>
        {texts.otherSignIns}
      </p>
      <Form
        key={changes}
        label={texts.changePassword}
        submit={texts.change}
        check={checks('password', 'new-password')}
        act={async (typed) => {
          const changed = await askAsUser((pool, tokens) =>
            pool.changePassword(tokens, typed('password'), typed('new-password')),
          );
          if (changed.isErr())
            return isRefusal(changed.error, 'NotAuthorizedException')
              ? { field: 'password', text: texts.wrongPassword }
              : refused(changed.error);
          setChanges((count) => count + 1);
          toast({ text: texts.changed });
          return undefined;
        }}
      >
        {(errors) => (
          <>
            {/* So that password managers know whose password it is. */}
            <div hidden>
              <EmailField error={undefined} value={who.email} readOnly />
            </div>
            <PasswordField label={texts.currentPassword} error={errors.password} />
            <NewPasswordField error={errors['new-password']} />
          </>
        )}
      </Form>
    </>
  );
};
