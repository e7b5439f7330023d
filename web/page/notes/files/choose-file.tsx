import { type ReactNode, useRef } from 'react';
import { Button } from '../../ui/button.tsx';

/** A button that lets the user choose a file from this device. */
export const ChooseFile = ({
  children,
  onFile,
}: {
  readonly children: ReactNode;
  readonly onFile: (file: File) => void;
}) => {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button onClick={() => input.current?.click()}>{children}</Button>
      <input
        ref={input}
        type="file"
        hidden
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          // Choosing the same file again must fire the event, too.
          target.value = '';
          if (file !== undefined) onFile(file);
        }}
      />
    </>
  );
};
