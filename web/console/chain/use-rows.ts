import { useEffect, useRef, useState } from 'react';
import type { Row } from '../../../infra/local/trace/trace.ts';
import { follow } from '../ask.ts';
import { createKept, useKept } from '../kept.ts';

/** As many rows as the stack keeps. */
const most = 1000;

/**
 * Milliseconds in which a new connection brings the rows that the stack keeps. Until then, those from before are shown:
 * an empty list would lose its place.
 */
const arrival = 100;

export interface LiveRows {
  /** Newest first; `undefined` until the stack has answered. */
  readonly rows: readonly Row[] | undefined;
  /** Why no more rows arrive. */
  readonly lost: string | undefined;
}

// What is shown while paused is also shown after another tab was.
const shownRows = createKept<readonly Row[] | undefined>(undefined);

/** Returns requests as the stack serves them. While paused, returns those from before. */
export const useRows = (isPaused: boolean): LiveRows => {
  const known = useRef(new Map<string, Row>());
  const [rows, setRows] = useKept(shownRows);
  const [lost, setLost] = useState<string>();
  const paused = useRef(isPaused);
  const show = useRef(() => {});

  useEffect(() => {
    let frame: number | undefined;
    let arriving: ReturnType<typeof setTimeout> | undefined;
    let isComplete = false;
    show.current = () => {
      // At most once per frame, however many arrive.
      frame ??= requestAnimationFrame(() => {
        frame = undefined;
        if (!isComplete || (paused.current && shownRows.read() !== undefined)) return;
        setRows([...known.current.values()].toSorted(compareLaterFirst));
      });
    };
    const stop = follow<Row>('GET /api/chain/live', {
      onOpen: () => {
        known.current.clear();
        setLost(undefined);
        isComplete = false;
        clearTimeout(arriving);
        arriving = setTimeout(() => {
          // A hidden tab has let go of its connection, which may have brought only some of them.
          if (document.hidden) return;
          isComplete = true;
          show.current();
        }, arrival);
      },
      onLost: (reason) => {
        clearTimeout(arriving);
        setLost(reason);
      },
      onLine: (row) => {
        known.current.set(row.id, row);
        if (known.current.size > most) known.current.delete(known.current.keys().next().value ?? '');
        show.current();
      },
    });
    return () => {
      stop();
      clearTimeout(arriving);
      if (frame !== undefined) cancelAnimationFrame(frame);
    };
  }, [setRows]);

  useEffect(() => {
    paused.current = isPaused;
    show.current();
  }, [isPaused]);

  return { rows, lost };
};

/** Ids count up. */
const compareLaterFirst = (a: Row, b: Row): number => Number(b.id.slice(1)) - Number(a.id.slice(1));
