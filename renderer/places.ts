/** Which page an address means, and which dialog lies over it. */
import { isPageName, type PageName } from './navigation.tsx';

export interface Place {
  readonly page: PageName;
  /** Id of a server. */
  readonly detail: string | undefined;
  readonly tab: string | undefined;
  readonly item: string | undefined;
  readonly dialog: 'add-server' | 'shortcuts' | null;
}

/** The parts of an address as a place; what is unknown leads to the servers. */
export function pagePlace([name, detail, tab, item]: readonly string[]): Place {
  if (isPageName(name)) return { page: name, detail, tab, item, dialog: null };
  const dialog = name === 'add-server' ? 'add-server' : name === 'help' && detail === 'shortcuts' ? 'shortcuts' : null;
  return { page: 'servers', detail: undefined, tab: undefined, item: undefined, dialog };
}
