import { useId } from 'react';

interface SearchProps {
  readonly label: string;
  readonly text: string;
  readonly onText: (text: string) => void;
}

export const SearchField = ({ label, text, onText }: SearchProps) => {
  const id = useId();
  return (
    <search className="data-search">
      <label htmlFor={id}>{label}</label>
      <input id={id} type="search" value={text} onChange={(event) => onText(event.target.value)} autoComplete="off" />
    </search>
  );
};
