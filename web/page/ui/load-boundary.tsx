import type { ReactNode } from 'react';
import { Boundary } from '../../shared/boundary.tsx';
import { useTexts } from '../texts/language.tsx';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import { uiTexts } from './ui-texts.ts';

/** Shows what the user can do if a part of the page does not load or fails. */
export const LoadBoundary = ({ children }: { readonly children: ReactNode }) => (
  <Boundary fallback={<NotLoaded />}>{children}</Boundary>
);

const NotLoaded = () => {
  const texts = useTexts(uiTexts);
  return (
    <Banner kind="error">
      <p>{texts.notLoaded}</p>
      <div>
        <Button onClick={() => location.reload()}>{texts.reload}</Button>
      </div>
    </Banner>
  );
};
