import { useEffect, useState } from 'react';

interface CopyProps {
  readonly text: string;
  /** What is copied, such as `the code`. */
  readonly what: string;
}

/** How long the button says that it has copied, in milliseconds. */
const saidFor = 2000;

export const CopyButton = ({ text, what }: CopyProps) => {
  const [said, setSaid] = useState('Copy');
  useEffect(() => {
    if (said === 'Copy') return;
    const timer = setTimeout(() => setSaid('Copy'), saidFor);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async (): Promise<void> => {
    const came = await navigator.clipboard.writeText(text).then(
      () => 'Copied',
      () => 'Not copied',
    );
    setSaid(came);
  };
  return (
    <button type="button" className="copy" onClick={copy} aria-live="polite">
      {said}
      <span className="heard"> {what}</span>
    </button>
  );
};
