/** Whether a message comes from our own page: the top frame of a window of ours, at our address. */

/** The part of Electron's frame that decides. */
export interface SenderFrame {
  readonly url: string;
  /** null: it is the top frame. */
  readonly parent: unknown;
}

/** Origins of our page; the dev server's is there only while developing. */
export type TrustedOrigins = readonly string[];

/** `scheme://host:port` of an address; for our own scheme too, whose `URL.origin` is the word "null" in Node. */
export function originOf(address: string): string | null {
  try {
    const { protocol, host } = new URL(address);
    return host === '' ? null : `${protocol}//${host}`;
  } catch {
    return null;
  }
}

/** True only for our page itself: no frame inside it, no other address, no frame that is already gone. */
export function isTrustedSender(frame: SenderFrame | null | undefined, origins: TrustedOrigins): boolean {
  if (!frame || frame.parent !== null) return false;
  const origin = originOf(frame.url);
  return origin !== null && origins.includes(origin);
}
