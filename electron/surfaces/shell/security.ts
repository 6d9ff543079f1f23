/** What pages may do in this app: show themselves, and nothing else. */
import { type App, type Session, session, type WebContents } from 'electron';
import { isAllowed } from './page-policy.ts';

/** Closes every way out of the page; call before the first window. */
export function restrictPages(app: App): void {
  app.on('web-contents-created', (_event, contents) => restrictContents(contents));
}

function restrictContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  // The page may load itself anew, nothing else; what main loads does not come through here.
  contents.on('will-navigate', (event, address) => {
    if (withoutFragment(address) !== withoutFragment(contents.getURL())) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
}

const withoutFragment = (address: string): string => address.split('#')[0] ?? '';

/** Denies all permissions, downloads and requests to anywhere else; call when the app is ready. */
export function restrictSession(allowedOrigins: readonly string[], target: Session = session.defaultSession): void {
  target.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  target.setPermissionCheckHandler(() => false);
  target.setDevicePermissionHandler(() => false);
  target.on('will-download', (event) => event.preventDefault());
  target.webRequest.onBeforeRequest((details, callback) => callback({ cancel: !isAllowed(details.url, allowedOrigins) }));
}
