import { type ReactNode, useEffect, useRef } from 'react';

// The page's first view leaves the focus where the browser has it, before the skip link.
let isFirst = true;

/** The heading of a view. It takes the focus when the view comes, so that screen readers say where one is. */
export const ViewHeading = ({ children }: { readonly children: ReactNode }) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isFirst) heading.current?.focus();
    isFirst = false;
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
};
