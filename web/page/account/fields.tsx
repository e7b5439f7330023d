import { type ComponentProps, useState } from 'react';
import { useTexts } from '../texts/language.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './account.module.css';
import { accountTexts } from './account-texts.ts';
import { type PasswordRule, passwordRules } from './rules.ts';

interface FieldProps {
  readonly error: string | undefined;
}

/** The account's address. The field is named `email`; password managers take it as the user name. */
export const EmailField = ({ error, ...rest }: FieldProps & Omit<ComponentProps<'input'>, 'name' | 'type'>) => (
  <TextField
    {...{ name: 'email', label: useTexts(accountTexts).email, error, type: 'email', inputMode: 'email' }}
    {...{ autoComplete: 'username', autoCapitalize: 'none', spellCheck: 'false', required: true }}
    {...rest}
  />
);

interface PasswordFieldProps extends FieldProps {
  readonly name?: string;
  readonly label?: string;
}

/** The current password. The field is named `password` by default. */
export const PasswordField = ({ error, name = 'password', label }: PasswordFieldProps) => {
  const texts = useTexts(accountTexts);
  return (
    <TextField
      {...{ name, label: label ?? texts.password, error, type: 'password' }}
      {...{ autoComplete: 'current-password', required: true }}
    />
  );
};

const rules = Object.entries(passwordRules) as readonly [PasswordRule, (password: string) => boolean][];

/** A new password. The field is named `new-password`. It shows which of the pool's rules are met, as the user types. */
export const NewPasswordField = ({ error, label }: FieldProps & { readonly label?: string }) => {
  const texts = useTexts(accountTexts);
  const [password, setPassword] = useState('');
  const [isShown, setShown] = useState(false);
  return (
    <>
      <TextField
        {...{ name: 'new-password', label: label ?? texts.newPassword, error, required: true }}
        {...{ type: isShown ? 'text' : 'password', autoComplete: 'new-password', autoCapitalize: 'none' }}
        spellCheck="false"
        onInput={({ currentTarget }) => setPassword(currentTarget.value)}
        hint={
          <ul className={styles.rules}>
            {rules.map(([rule, isMet]) => (
              <li key={rule} data-met={isMet(password)}>
                <span aria-hidden="true">{isMet(password) ? '✓' : '·'}</span> {texts.rules[rule]}
                {isMet(password) && <span className="heard"> ({texts.met})</span>}
              </li>
            ))}
          </ul>
        }
      />
      <label className={styles.check}>
        <input type="checkbox" checked={isShown} onChange={({ target }) => setShown(target.checked)} />
        {texts.showPassword}
      </label>
    </>
  );
};

/** A code from a mail or an authenticator app. The field is named `code`. */
export const CodeField = ({ error }: FieldProps) => (
  <TextField
    {...{ name: 'code', label: useTexts(accountTexts).code, error, required: true }}
    {...{ inputMode: 'numeric', autoComplete: 'one-time-code', autoCapitalize: 'none', spellCheck: 'false' }}
  />
);

export const StayField = () => {
  const texts = useTexts(accountTexts);
  return (
    <label className={styles.check}>
      <input type="checkbox" name="stay" />
      <span>
        {texts.stay} <small>{texts.stayHint}</small>
      </span>
    </label>
  );
};
