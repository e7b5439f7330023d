import { type ReactNode, useRef } from 'react';
import { Button } from '../../ui/button.tsx';

/** A button that asks for a file of this device. */
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
          // The same file once more is a choice, too.
          target.value = '';
          if (file !== undefined) onFile(file);
        }}
      />
    </>
  );
};
