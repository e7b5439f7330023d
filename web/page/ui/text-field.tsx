import { type ComponentProps, type ReactNode, useId } from 'react';
import styles from './ui.module.css';

interface TextFieldProps extends ComponentProps<'input'> {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
}

/** A labelled input that shows what is wrong with its value. */
export const TextField = ({ label, hint, error, id, ...rest }: TextFieldProps) => {
  const own = useId();
  const inputId = id ?? own;
  const described = [error !== undefined && `${inputId}-error`, hint !== undefined && `${inputId}-hint`].filter(
    Boolean,
  );
  return (
    <div className={styles.field}>
      <label htmlFor={inputId}>{label}</label>
      <input
        {...rest}
        id={inputId}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={described.join(' ') || undefined}
      />
      {error !== undefined && (
        <p id={`${inputId}-error`} className={styles.error}>
          {error}
        </p>
      )}
      {hint !== undefined && (
        <div id={`${inputId}-hint`} className={styles.hint}>
          {hint}
        </div>
      )}
    </div>
  );
};
