import { useEffect, useRef, useState } from 'react';
import type { Row } from '../../../infra/local/trace/trace.ts';
import { follow } from '../ask.ts';

/** As many as the stack keeps. */
const most = 1000;

export interface LiveRows {
  /** The latest first. */
  readonly rows: readonly Row[];
  /** Why there come no more. */
  readonly lost: string | undefined;
}

/** Requests as the stack serves them; while it is paused, those that there were. */
export const useRows = (isPaused: boolean): LiveRows => {
  const known = useRef(new Map<string, Row>());
  const [rows, setRows] = useState<readonly Row[]>([]);
  const [lost, setLost] = useState<string>();
  const paused = useRef(isPaused);
  const show = useRef(() => {});

  useEffect(() => {
    let frame: number | undefined;
    show.current = () => {
      // Once a frame, however many come.
      frame ??= requestAnimationFrame(() => {
        frame = undefined;
        if (!paused.current) setRows([...known.current.values()].toSorted(laterFirst));
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
  }, []);

  useEffect(() => {
    paused.current = isPaused;
    show.current();
  }, [isPaused]);

  return { rows, lost };
};

/** Ids count up. */
const laterFirst = (a: Row, b: Row): number => Number(b.id.slice(1)) - Number(a.id.slice(1));
