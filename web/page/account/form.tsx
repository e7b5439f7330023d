import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import styles from './account.module.css';

/** Returns what was typed into the field of this name. */
export type Typed = (field: string) => string;

/** Why a form was not accepted: the fault of one field, or of the whole form. */
export interface Refused {
  readonly field?: string;
  readonly text: string;
}

export type FieldErrors = Readonly<Record<string, string | undefined>>;

interface FormProps {
  readonly label: string;
  readonly submit: string;
  readonly kind?: 'primary' | 'danger';
  /** Finds errors that need no request. */
  readonly check?: (typed: Typed) => FieldErrors;
  /** Resolves to the reason if the form was refused. What was typed stays in any case. */
  readonly act: (typed: Typed) => Promise<Refused | undefined>;
  readonly children: (errors: FieldErrors) => ReactNode;
  /** Further buttons. */
  readonly more?: ReactNode;
}

/** A form that is submitted only once at a time, and that moves the focus to what is wrong. */
export const Form = ({ label, submit, kind = 'primary', check, act, children, more }: FormProps) => {
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [failure, setFailure] = useState<string>();
  // A new object for each attempt, so that a repeated error moves the focus again.
  const [refusal, setRefusal] = useState<object>();
  const form = useRef<HTMLFormElement>(null);
  const banner = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (refusal === undefined) return;
    const field = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    (field ?? banner.current)?.focus();
  }, [refusal]);

  const refuse = (fields: FieldErrors, text?: string) => {
    setErrors(fields);
    setFailure(text);
    setRefusal({});
  };

  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const values = new FormData(event.currentTarget);
    const typed: Typed = (field) => {
      const value = values.get(field);
      return typeof value === 'string' ? value : '';
    };
    const found = check?.(typed) ?? {};
    if (Object.values(found).some((error) => error !== undefined)) return refuse(found);
    setErrors({});
    setFailure(undefined);
    setBusy(true);
    const refused = await act(typed);
    setBusy(false);
    if (refused === undefined) return;
    if (refused.field === undefined) refuse({}, refused.text);
    else refuse({ [refused.field]: refused.text });
  };

  return (
    // The form's own checks report errors in the page's language, where screen readers announce them.
    <form ref={form} className={styles.form} aria-label={label} noValidate onSubmit={onSubmit}>
      {failure !== undefined && (
        <Banner kind="error" ref={banner}>
          <p>{failure}</p>
        </Banner>
      )}
      {children(errors)}
      <div className={styles.actions}>
        <Button type="submit" kind={kind} busy={busy}>
          {submit}
        </Button>
        {more}
      </div>
    </form>
  );
};
