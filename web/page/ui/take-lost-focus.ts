/**
 * Moves the focus to an element that replaced the one that had it, unless something else has it by now. As a `ref`, it
 * does so with the commit: the next key is for this element.
 */
export const takeLostFocus = (element: HTMLElement | null): void => {
  const { activeElement, body } = document;
  if (activeElement === null || activeElement === body) element?.focus();
};
