/** How a file is called on a button: by its client, and by its path too where one client has several. */

interface Named {
  readonly path: string;
  readonly clientLabel: string;
}

export const sourceName = (source: Named, all: readonly Named[]): string =>
  all.filter((other) => other.clientLabel === source.clientLabel).length > 1
    ? `${source.clientLabel} (${source.path})`
    : source.clientLabel;
