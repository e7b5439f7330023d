import { Problem } from './shown.tsx';
import { useLost } from './use-live.ts';

/** Says once that the data shown may be out of date. */
export const LiveNotice = () => {
  const lost = useLost();
  return <Problem sentence={lost && `${lost} The console tries again every second.`} />;
};
