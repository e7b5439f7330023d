/**
 * Holds a form that is submitted before the page can handle it. Returns a function that hands it over: it fires the
 * input events of the filled-in fields again, and submits the form again.
 */
export const holdSubmit = (): (() => void) => {
  let held: { readonly form: HTMLFormElement; readonly button: HTMLElement | null } | undefined;
  const hold = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    held = { form: event.target, button: event.submitter };
    held.button?.setAttribute('aria-busy', 'true');
  };
  addEventListener('submit', hold, true);
  return () => {
    removeEventListener('submit', hold, true);
    for (const field of document.querySelectorAll('input'))
      if (field.value !== '') field.dispatchEvent(new Event('input', { bubbles: true }));
    held?.button?.removeAttribute('aria-busy');
    held?.form.requestSubmit();
  };
};
