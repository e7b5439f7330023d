import { Component, type ReactNode } from 'react';
import { useTexts } from '../texts/language.tsx';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import { uiTexts } from './ui-texts.ts';

interface LoadBoundaryProps {
  readonly children: ReactNode;
}

/** Shows what could be done where a part of the page did not come or failed; a class, as React has no hook for it. */
export class LoadBoundary extends Component<LoadBoundaryProps, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { readonly hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? <NotLoaded /> : this.props.children;
  }
}

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
