import { Fragment, useId } from 'react';
import { useTexts } from '../../texts/language.tsx';
import { readFileName } from '../files/file-name.ts';
import type { Hunk } from '../merge/three-way.ts';
import styles from '../notes.module.css';
import { conflictTexts } from './conflict-texts.ts';

interface SideProps {
  readonly title: string;
  readonly side: 'mine' | 'theirs';
  readonly hunks: readonly Hunk[];
  readonly attachment: string | undefined;
}

/** One of two versions. Marks what only this one has by colour, by a bar, and for screen readers by a word. */
export const Side = ({ title, side, hunks, attachment }: SideProps) => {
  const texts = useTexts(conflictTexts);
  const id = useId();
  const own = side === 'mine' ? 'Mine' : 'Theirs';
  return (
    <div className={styles.side}>
      <h3 id={id}>{title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keys can scroll only what has the focus */}
      <section className={styles.version} tabIndex={0} aria-labelledby={id}>
        {hunks.map((hunk, index) => {
          const lines = hunk[side].join('\n');
          const isOwn = hunk.kind === own || hunk.kind === 'Clash';
          if (hunk[side].length === 0) return undefined;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: hunks have no names, and do not move
            <Fragment key={index}>
              {isOwn ? (
                <ins className={styles.own}>
                  <span className="heard">{side === 'mine' ? texts.onlyMine : texts.onlyTheirs} </span>
                  {lines}
                </ins>
              ) : (
                <span>{lines}</span>
              )}
              {'\n'}
            </Fragment>
          );
        })}
      </section>
      <p className={styles.small}>
        <bdi>{attachment === undefined ? texts.noFile : texts.file(readFileName(attachment))}</bdi>
      </p>
    </div>
  );
};
