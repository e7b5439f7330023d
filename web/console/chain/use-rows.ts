import { useEffect, useRef, useState } from 'react';
import type { Row } from '../../../infra/local/trace/trace.ts';
import { follow } from '../ask.ts';
import { createKept, useKept } from '../kept.ts';

/** As many rows as the stack keeps. */
const most = 1000;

export interface LiveRows {
  /** Newest first. */
  readonly rows: readonly Row[];
  /** Why no more rows arrive. */
  readonly lost: string | undefined;
}

// What is shown while paused is also shown after another tab was.
const shownRows = createKept<readonly Row[]>([]);

/** Returns requests as the stack serves them. While paused, returns those from before. */
export const useRows = (isPaused: boolean): LiveRows => {
  const known = useRef(new Map<string, Row>());
  const [rows, setRows] = useKept(shownRows);
  const [lost, setLost] = useState<string>();
  const paused = useRef(isPaused);
  const show = useRef(() => {});

  useEffect(() => {
    let frame: number | undefined;
    show.current = () => {
      // At most once per frame, however many arrive.
      frame ??= requestAnimationFrame(() => {
        frame = undefined;
        if (!paused.current) setRows([...known.current.values()].toSorted(compareLaterFirst));
      });
    };
    const stop = follow<Row>('GET /api/chain/live', {
      onOpen: () => {
        known.current.clear();
        setLost(undefined);
        show.current();
      },
      onLost: setLost,
      onLine: (row) => {
        known.current.set(row.id, row);
        if (known.current.size > most) known.current.delete(known.current.keys().next().value ?? '');
        show.current();
      },
    });
    return () => {
      stop();
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
