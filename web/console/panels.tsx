import type { ComponentType } from 'react';
import { ChainPanel } from './chain/chain-panel.tsx';
import { FilesPanel } from './data/files-panel.tsx';
import { LocalPanel } from './data/local-panel.tsx';
import { MailPanel } from './data/mail-panel.tsx';
import { TablePanel } from './data/table-panel.tsx';
import { UsersPanel } from './data/users-panel.tsx';
import type { Place } from './place.ts';
import { TryPanel } from './try/try-panel.tsx';

export interface PanelProps {
  /** What the address names within the panel: for `#/chain/abc`, `['abc']`. */
  readonly place: Place;
}

export interface Panel {
  /** The first part of its address. */
  readonly id: string;
  readonly title: string;
  readonly Content: ComponentType<PanelProps>;
  /** Whether it shows data that is fetched again when it changes. */
  readonly isLive?: boolean;
}

/** The panels, in the order of their tabs. */
export const panels: readonly [Panel, ...Panel[]] = [
  { id: 'chain', title: 'Chain', Content: ChainPanel },
  { id: 'try', title: 'Try it', Content: TryPanel, isLive: true },
  { id: 'table', title: 'Table', Content: TablePanel, isLive: true },
  { id: 'files', title: 'Files', Content: FilesPanel, isLive: true },
  { id: 'users', title: 'Users', Content: UsersPanel, isLive: true },
  { id: 'mail', title: 'Mail', Content: MailPanel, isLive: true },
  { id: 'local', title: 'Data and clock', Content: LocalPanel, isLive: true },
];
