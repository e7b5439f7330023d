import { useState } from 'react';
import { formatHref } from '../../routes.ts';
import { useTexts } from '../../texts/language.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { ViewHeading } from '../../ui/heading.tsx';
import { useLostFocus } from '../../ui/take-lost-focus.ts';
import { ChooseFile } from '../files/choose-file.tsx';
import styles from '../notes.module.css';
import { useOutbox } from '../notes-context.tsx';
import { isSettled } from '../outbox/entry.ts';
import { dataTexts } from './data-texts.ts';
import { Report } from './report.tsx';
import { isUnderWay, useTransfer } from './use-transfer.ts';

/** Exports everything of a user as one file, and imports it. */
const YourData = () => {
  const texts = useTexts(dataTexts);
  const { entries } = useOutbox();
  const { transfer, exportTo, importFrom, cancel } = useTransfer();
  const [revive, setRevive] = useState(false);
  const isBusy = isUnderWay(transfer);
  const report = useLostFocus<HTMLDivElement>(isBusy);
  const name = `notes-${new Date().toISOString().slice(0, 10)}.tar`;
  return (
    <div className={styles.sheet}>
      <ViewHeading>{texts.title}</ViewHeading>
      <div>
        <a className="button" data-kind="quiet" href={formatHref('/')}>
          <span aria-hidden="true">←</span> {texts.back}
        </a>
      </div>
      <div ref={report} tabIndex={-1}>
        {transfer !== undefined && <Report transfer={transfer} />}
      </div>
      {isBusy ? (
        <div>
          <Button onClick={cancel}>{texts.cancel}</Button>
        </div>
      ) : (
        <>
          <section className={styles.attachment}>
            <h2>{texts.exportTitle}</h2>
            <p>{texts.exportHint}</p>
            {[...entries.values()].some((entry) => !isSettled(entry)) && (
              <Banner kind="warning">
                <p>{texts.unsent}</p>
              </Banner>
            )}
            <div>
              <Button kind="primary" onClick={() => void exportTo(name)}>
                {texts.export}
              </Button>
            </div>
          </section>
          <section className={styles.attachment}>
            <h2>{texts.importTitle}</h2>
            <p>{texts.importHint}</p>
            <label className={styles.actions}>
              <input type="checkbox" checked={revive} onChange={({ target }) => setRevive(target.checked)} />
              {texts.revive}
            </label>
            <div>
              <ChooseFile onFile={(file) => void importFrom(file, revive)}>{texts.import}</ChooseFile>
            </div>
          </section>
        </>
      )}
    </div>
  );
};

export default YourData;
