import { Component, type ReactNode } from 'react';
import { useTexts } from '../texts/language.tsx';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import { uiTexts } from './ui-texts.ts';

interface LoadBoundaryProps {
  readonly children: ReactNode;
}

/**
 * Shows what the user can do if a part of the page does not load or fails. It is a class because React has no hook for
 * this.
 */
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
