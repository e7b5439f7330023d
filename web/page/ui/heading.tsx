import { type ReactNode, useEffect, useRef } from 'react';
import { appTexts } from '../app-texts.ts';
import { useTexts } from '../texts/language.tsx';

// The page's first view leaves the focus where the browser puts it, before the skip link.
let isFirst = true;

interface ViewHeadingProps {
  readonly children: ReactNode;
  /** The id of an element that screen readers announce with it. */
  readonly describedBy?: string | undefined;
}

/**
 * The heading of a view, and the page's title. It takes the focus when the view appears, so that screen readers
 * announce where the user is.
 */
export const ViewHeading = ({ children, describedBy }: ViewHeadingProps) => {
  const { name } = useTexts(appTexts);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isFirst) heading.current?.focus();
    isFirst = false;
  }, []);
  useEffect(() => {
    const text = heading.current?.textContent ?? '';
    document.title = text === name ? name : `${text} – ${name}`;
  });
  return (
    <h1 ref={heading} tabIndex={-1} aria-describedby={describedBy}>
      {children}
    </h1>
  );
};
