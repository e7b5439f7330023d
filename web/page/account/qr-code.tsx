import { useMemo } from 'react';
import { createQrModules } from '../qr/qr-modules.ts';
import styles from './account.module.css';

/** The width of the light margin around the code, in modules. Scanners need it. */
const margin = 4;

/**
 * A QR code. The page draws it itself, so that nobody else sees the secret. Renders nothing if the text is too long.
 */
export const QrCode = ({ text, label }: { readonly text: string; readonly label: string }) => {
  const modules = useMemo(() => createQrModules(text), [text]);
  if (modules === undefined) return null;
  const size = modules.length + 2 * margin;
  const path = modules.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? `M${x + margin} ${y + margin}h1v1h-1z` : [])),
  );
  return (
    <svg
      className={styles.code}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <path d={path.join('')} fill="#000" />
    </svg>
  );
};
