import { type RefObject, useLayoutEffect, useRef } from 'react';

/**
 * Moves the focus to an element that replaced the one that had it, unless something else has it by now. As a `ref`, it
 * does so with the commit: the next key is for this element.
 */
export const takeLostFocus = (element: HTMLElement | null): void => {
  const { activeElement, body } = document;
  if (activeElement === null || activeElement === body) element?.focus();
};

/**
 * Returns a ref for the element that takes the focus when `value` changes, if what had it is gone by then. Nothing
 * happens when the view is first shown.
 */
export const useLostFocus = <T extends HTMLElement>(value: unknown): RefObject<T | null> => {
  const element = useRef<T>(null);
  const before = useRef(value);
  useLayoutEffect(() => {
    if (before.current !== value) takeLostFocus(element.current);
    before.current = value;
  }, [value]);
  return element;
};
